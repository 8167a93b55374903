import { z } from "zod";

/** The longest reason that is kept, in characters. */
const MAX_REASON_LENGTH = 20_000;
/** The longest judge's answer that is read, in characters: anything longer is no verdict. */
const MAX_TEXT_LENGTH = 100_000;

/** What a judge has to answer: one JSON object with numbers as numbers. */
export const judgeVerdictSchema = z.strictObject({
  score: z.number().min(0).max(1),
  /** Whether the answer is good enough, where the judge's rubric asks for it. */
  passed: z.boolean().optional(),
  /** Why, in the judge's words. Text for people to read; nothing acts on it. */
  reason: z.string().max(MAX_REASON_LENGTH),
});

export type JudgeVerdict = z.output<typeof judgeVerdictSchema>;
export type InvalidVerdict = { invalid: string };

/**
 * parseJudgeVerdict reads a judge's answer, which is text that nobody may trust: it may repeat what the judged answer
 * told it to say. It is one JSON object of exactly this form (a single fence around it is allowed), or it is invalid,
 * with a sentence that says why. An invalid answer is a judge's error, never a score.
 */
export function parseJudgeVerdict(text: string): JudgeVerdict | InvalidVerdict {
  if (text.length > MAX_TEXT_LENGTH) {
    return { invalid: `The judge answered ${text.length} characters; at most ${MAX_TEXT_LENGTH} are read.` };
  }
  const body = withoutFence(text.trim());
  if (body === "") return { invalid: "The judge answered nothing." };
  const value = parseJson(body);
  if (value === undefined) return { invalid: "The judge did not answer with one JSON object." };
  const repeated = repeatedField(body);
  if (repeated !== null) return { invalid: `The judge gave "${repeated}" twice.` };
  const parsed = judgeVerdictSchema.safeParse(value);
  if (parsed.success) return { ...parsed.data, reason: inertText(parsed.data.reason) };
  return { invalid: whyInvalid(value, parsed.error) };
}

/** isInvalidVerdict tells a judge's error from a verdict. */
export function isInvalidVerdict(verdict: JudgeVerdict | InvalidVerdict): verdict is InvalidVerdict {
  return "invalid" in verdict;
}

/** Models like to wrap JSON in a fence; the whole answer has to be that one fence. */
function withoutFence(text: string): string {
  const body = /^```(?:json)?\n([^`]*)\n```$/.exec(text)?.[1];
  return body === undefined ? text : body.trim();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const FIELDS = ["score", "passed", "reason"] as const;

/** JSON.parse keeps the last of two equal keys: which one the judge meant cannot be known. */
function repeatedField(json: string): string | null {
  // Strings are read whole, so that a key quoted inside the reason is no key.
  const keys = [...json.matchAll(/"((?:[^"\\]|\\.)*)"\s*(:)?/g)].flatMap(([, name, colon]) =>
    colon === undefined || name === undefined ? [] : [keyName(name)],
  );
  return FIELDS.find((field) => keys.filter((key) => key === field).length > 1) ?? null;
}

/** A key may be written with escapes. */
function keyName(raw: string): string {
  const value = parseJson(`"${raw}"`);
  return typeof value === "string" ? value : raw;
}

function whyInvalid(value: unknown, error: z.ZodError): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return "The judge did not answer with one JSON object.";
  }
  const issue = error.issues[0];
  const field = issue?.path[0];
  switch (field) {
    case "score":
      return "score" in value
        ? "The judge's score is not a number from 0 to 1."
        : "The judge's answer has no score.";
    case "reason":
      return "reason" in value
        ? `The judge's reason is not a text of at most ${MAX_REASON_LENGTH} characters.`
        : "The judge's answer has no reason.";
    case "passed":
      return "The judge's passed is neither true nor false.";
    default:
      return "The judge's answer has fields beside score, passed and reason.";
  }
}

/** Control characters but tab and line feed, and marks that turn the direction of text, say nothing to a reader. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is taken out
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Half of a pair is no character; the database refuses it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

function inertText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(HIDDEN, "\ufffd").replace(LONE_SURROGATE, "\ufffd");
}
