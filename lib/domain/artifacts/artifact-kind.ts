/** One file of an artifact version, as text (null where it is not text). */
export type ArtifactText = { path: string; text: string | null };
/** A fact about an artifact's content, in words: `Variables: question, service`. */
export type ArtifactFact = { label: string; value: string };

/**
 * What is wrong with an artifact's content. `error`: no release can be made of it; `warning`: a person should look.
 * `line` counts from 1 in the file; null where the whole file is meant. `code` is snake_case and stays what it is.
 */
export type ArtifactProblem = {
  path: string;
  line: number | null;
  severity: "error" | "warning";
  code: string;
  message: string;
};

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
  /** What is wrong with the files, from their content alone. */
  check?: (files: readonly ArtifactText[]) => ArtifactProblem[];
};
