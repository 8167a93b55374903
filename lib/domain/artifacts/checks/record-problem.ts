import type { ArtifactProblem } from "../artifact-kind.ts";

/** The names and indexes that lead to a part of a file's data. */
export type Place = readonly (string | number)[];

/** What is wrong at a place of a file's data. */
export type RecordProblem = Pick<ArtifactProblem, "severity" | "code" | "message"> & { at: Place };
