/** One file of an artifact version, as text (null where it is not text). */
export type ArtifactText = { path: string; text: string | null };
/** A fact about an artifact's content, in words: `Variables: question, service`. */
export type ArtifactFact = { label: string; value: string };

/** What Tupelo knows about one kind of input. */
export type ArtifactKind = {
  /** Its name in tupelo.yaml, in references and in the database. */
  kind: string;
  /** For people, in the singular. */
  label: string;
  /** One sentence: why another version can change answers while the model stays the same. */
  whyItChangesAnswers: string;
  /** How its files are shown. */
  contentType: string;
  /** Facts that can be read from the files alone. */
  readMeta?: (files: readonly ArtifactText[]) => ArtifactFact[];
};
