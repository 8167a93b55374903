import { z } from "zod";
import { caseIdText } from "../case-fields.ts";

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(100)]);
const limit = z.int().min(1).max(1_000_000);

/** What an answer has to keep without a judge. Texts are compared without regard to case; `equals` exactly, trimmed. */
export const goldenRules = z.strictObject({
  contains: texts.optional(),
  notContains: texts.optional(),
  equals: z.string().optional(),
  maxChars: limit.optional(),
  /** A JSON Schema that the answer, read as JSON, has to fit. */
  matchesSchema: z.record(z.string(), z.json()).optional(),
});
export type GoldenRules = z.output<typeof goldenRules>;

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.json()),
  z.record(z.string(), z.json()),
]);

/** A line of a golden set, as liberal as its writers are: other fields are kept out of the way. */
export const goldenLine = z.looseObject({
  id: z.union([caseIdText, z.int().transform(String)]).optional(),
  caseId: caseIdText.optional(),
  question: z.string().optional(),
  input: z.union([z.string(), z.record(z.string(), value)]).optional(),
  vars: z.record(z.string(), value).default({}),
  expected: z.union([z.string(), z.number(), z.boolean()]).transform(String).optional(),
  rubric: z.string().optional(),
  tags: texts.default([]),
  rules: goldenRules.default({}),
  ...goldenRules.shape,
  mustInclude: texts.optional(),
  mustNotInclude: texts.optional(),
});

/** One question of a golden set with what a good answer keeps. */
export type GoldenCase = {
  id: string;
  /** The line of the file, from 1. */
  line: number;
  question: string | null;
  vars: Record<string, string>;
  /** A good answer: the judge's reference, and without a judge the answer itself. */
  expected: string | null;
  /** What the judge should look at in this case. */
  rubric: string | null;
  tags: string[];
  rules: GoldenRules;
};
