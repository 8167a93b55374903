import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import type { ReadPolicy } from "../policy/read-policy.ts";
import { checkFloating } from "../releases/check-floating.ts";
import {
  FAST_TERM_IDS,
  type GateTerm,
  type GateTermId,
  type GateTermVerdict,
  unjudged,
} from "./gate-term.ts";
import { judgeStaticCost, type StaticCostFacts } from "./judge-static-cost.ts";

/** A part of a release as the fast gate sees it. */
export type FastPart = {
  kind: string;
  name: string;
  version: string;
  /** What the release names; null where the registry has no content for the reference. */
  digest: string | null;
  /** The digest of the contents that are there; null where they were not read. */
  contentDigest: string | null;
  /** What is wrong with the contents (checkArtifact); null where they were not read. */
  problems: readonly ArtifactProblem[] | null;
};

export type FastGateFacts = {
  /** Kinds that the project's layout (`requires`) or its settings ask for. */
  requires: readonly string[];
  parts: readonly FastPart[];
  /** The candidate's own promotion policy as read, or null when it carries none. */
  policy: ReadPolicy | null;
  /** Few-shot examples and tools that a prompt manifest pins with another digest than they have. */
  pinProblems: readonly ArtifactProblem[];
  /**
   * Recorded responses against the output schema: errors do not fit, warnings say what could not be judged. Null where
   * no prompt has both.
   */
  outputProblems: readonly ArtifactProblem[] | null;
  /** What it costs, under each policy that judges. */
  costs: readonly StaticCostFacts[];
};

/**
 * checkFastGate is what can be refused in a moment and without a model call: required kinds, floating references,
 * contents and their digests, prompts, recorded responses, what it will cost. Always these checks, in this order.
 */
export function checkFastGate(facts: FastGateFacts): GateTerm[] {
  return [
    checkRequiredKinds(facts),
    checkReferences(facts),
    checkDigests(facts),
    checkPolicy(facts.policy),
    checkContents(facts, "content"),
    checkContents(facts, "prompt_lint"),
    checkHashes(facts),
    checkRecorded(facts),
    ...distinct(facts.costs.flatMap(judgeStaticCost)),
  ];
}

/** Two policies that ask the same are told once; terms stay in their order. */
function distinct(terms: readonly GateTerm[]): GateTerm[] {
  const once = [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
  return FAST_TERM_IDS.flatMap((id) => once.filter((term) => term.id === id));
}

function checkRequiredKinds({ requires, parts }: FastGateFacts): GateTerm {
  const missing = [...new Set(requires)].filter((kind) => !parts.some((part) => part.kind === kind));
  const limit = requires.length === 0 ? "no kind is required" : `required: ${requires.join(", ")}`;
  const sentence = missing.length === 0 ? "every required kind is there" : `missing: ${missing.join(", ")}`;
  return check("required_kinds", "Required kinds", missing.length === 0, limit, sentence);
}

function checkReferences({ parts }: FastGateFacts): GateTerm {
  const floating = parts.map(checkFloating).filter((sentence) => sentence !== null);
  const sentence = floating.length === 0 ? "every reference names one fixed version" : floating.join(" ");
  const limit = "no alias, range or undated model";
  return check("floating_references", "Fixed references", floating.length === 0, limit, sentence);
}

function checkDigests({ parts }: FastGateFacts): GateTerm {
  const unknown = parts.filter((part) => part.digest === null).map((part) => `${part.name}@${part.version}`);
  const sentence =
    unknown.length === 0 ? "the content of every part is known" : `content not known: ${unknown.join(", ")}`;
  return check("digests", "Known contents", unknown.length === 0, "every part has a digest", sentence);
}

function checkPolicy(policy: ReadPolicy | null): GateTerm {
  const [limit, passed] = ["the policy file can be read", "the policy can be read"];
  const term = check("policy", "Promotion policy", true, limit, passed);
  if (policy === null) {
    const sentence = "the release carries no promotion policy: the project's default counts";
    return unjudged(term, "not_applicable", sentence);
  }
  if (policy.ok) return term;
  const [first] = policy.problems;
  const more = policy.problems.length > 1 ? `, and ${policy.problems.length - 1} more` : "";
  const where = first?.pointer ? `${first.pointer}: ` : "";
  return unjudged(term, "fail", `the policy cannot be read: ${where}${first?.message ?? ""}${more}`);
}

const CONTENT_TERMS = {
  content: { label: "Contents", holds: "no part's content has an error" },
  prompt_lint: { label: "Prompt lint", holds: "no prompt has an error" },
} as const;

/** Prompts have a term of their own, because people write them most. A part whose content was not read has not passed. */
function checkContents({ parts }: FastGateFacts, id: keyof typeof CONTENT_TERMS): GateTerm {
  const asked = parts.filter((part) => (part.kind === "prompt") === (id === "prompt_lint"));
  const { label, holds } = CONTENT_TERMS[id];
  const base = { id, label, limit: "no error", control: null, candidate: null };
  if (asked.length === 0) return unjudged(base, "not_applicable", "there is nothing to check");
  const problems = asked.flatMap((part) => part.problems ?? []);
  const errors = problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) return unjudged(base, "fail", problemWords(errors));
  const unread = asked.filter((part) => part.problems === null && part.digest !== null);
  if (unread.length > 0) return unjudged(base, "insufficient", `not read: ${refsOf(unread)}`);
  const warnings = problems.length - errors.length;
  const count = warnings === 0 ? "" : `; ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
  return unjudged(base, "pass", `${holds}${count}`);
}

/** The contents are the ones that the release names, and so are the ones that its prompts name. */
function checkHashes({ parts, pinProblems }: FastGateFacts): GateTerm {
  const base = {
    id: "hashes",
    label: "Hashes",
    limit: "contents equal their digests",
    control: null,
    candidate: null,
  } as const;
  const known = parts.filter((part) => part.digest !== null);
  const other = known.filter((part) => part.contentDigest !== null && part.contentDigest !== part.digest);
  const pins = pinProblems.filter((problem) => problem.severity === "error");
  if (other.length > 0 || pins.length > 0) {
    const contents = other.length === 0 ? [] : [`other content than the release names: ${refsOf(other)}`];
    return unjudged(
      base,
      "fail",
      [...contents, ...(pins.length === 0 ? [] : [problemWords(pins)])].join("; "),
    );
  }
  const unread = known.filter((part) => part.contentDigest === null);
  if (unread.length > 0) return unjudged(base, "insufficient", `not read: ${refsOf(unread)}`);
  return unjudged(base, "pass", "every part's content is the one that the release names");
}

function checkRecorded({ outputProblems }: FastGateFacts): GateTerm {
  const limit = "recorded responses fit the output schema";
  const base = {
    id: "recorded_outputs",
    label: "Output schema",
    limit,
    control: null,
    candidate: null,
  } as const;
  if (outputProblems === null)
    return unjudged(base, "not_applicable", "no recorded responses with an output schema");
  const errors = outputProblems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) return unjudged(base, "fail", problemWords(errors));
  if (outputProblems.length > 0) return unjudged(base, "insufficient", problemWords(outputProblems));
  return unjudged(base, "pass", "every recorded response fits the output schema");
}

function refsOf(parts: readonly FastPart[]): string {
  return parts.map((part) => `${part.name}@${part.version}`).join(", ");
}

const MAX_NAMED = 3;

/** problemWords names the first problems with file and line, and counts the rest. */
export function problemWords(problems: readonly ArtifactProblem[]): string {
  const named = problems
    .slice(0, MAX_NAMED)
    .map(({ path, line, message }) => `${path}${line === null ? "" : `:${line}`} ${message}`);
  const more = problems.length - named.length;
  return `${named.join(" ")}${more > 0 ? ` And ${more} more.` : ""}`;
}

function check(id: GateTermId, label: string, holds: boolean, limit: string, sentence: string): GateTerm {
  const verdict: GateTermVerdict = holds ? "pass" : "fail";
  return unjudged({ id, label, limit, control: null, candidate: null }, verdict, sentence);
}
