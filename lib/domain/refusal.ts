import type { ProblemCode } from "./errors.ts";

/** Why something is refused: a page greys out its button with the sentence, a service throws the code. */
export type Refusal = { code: ProblemCode; sentence: string };
