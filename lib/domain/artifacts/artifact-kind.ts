/** What the edge read in a file: a YAML or JSON file whole, or the front matter of another one. */
export type ReadData = {
  /** The plain value; undefined where it could not be read. */
  data?: unknown;
  /** The line (from 1) on which a part of `data` stands, or else the nearest part around it. */
  lineOf?: (path: readonly (string | number)[]) => number;
  /** Why a file that should hold data could not be read; absent where it could. */
  dataProblem?: { line: number | null; message: string };
};
/** One file of an artifact version, as text (null where it is not text), with what lib/contents/read-data.ts read in it. */
export type ArtifactText = { path: string; text: string | null } & ReadData;
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
