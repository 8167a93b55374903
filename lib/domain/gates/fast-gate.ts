import type { ReadPolicy } from "../policy/read-policy.ts";
import { checkFloating } from "../releases/check-floating.ts";
import type { GateTerm, GateTermId } from "./gate-term.ts";

export type FastGateFacts = {
  /** Kinds that the project's layout (`requires`) or its settings ask for. */
  requires: readonly string[];
  /** The release's parts; `digest` is null where the registry has no content for the reference. */
  parts: readonly { kind: string; name: string; version: string; digest: string | null }[];
  /** The candidate's own promotion policy as read, or null when it carries none. */
  policy: ReadPolicy | null;
};

/**
 * checkFastGate is what can be refused in a moment and without a model call: required kinds, floating references,
 * unknown contents, and a promotion policy that cannot be read. Always these four checks, in this order.
 */
export function checkFastGate(facts: FastGateFacts): GateTerm[] {
  return [checkRequiredKinds(facts), checkReferences(facts), checkDigests(facts), checkPolicy(facts.policy)];
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
  const term = check(
    "policy",
    "Promotion policy",
    true,
    "the policy file can be read",
    "the policy can be read",
  );
  if (policy === null) {
    return {
      ...term,
      verdict: "not_applicable",
      sentence: "the release carries no promotion policy: the project's default counts",
    };
  }
  if (policy.ok) return term;
  const [first] = policy.problems;
  const more = policy.problems.length > 1 ? `, and ${policy.problems.length - 1} more` : "";
  const where = first?.pointer ? `${first.pointer}: ` : "";
  return {
    ...term,
    verdict: "fail",
    sentence: `the policy cannot be read: ${where}${first?.message ?? ""}${more}`,
  };
}

function check(id: GateTermId, label: string, holds: boolean, limit: string, sentence: string): GateTerm {
  const verdict = holds ? "pass" : "fail";
  return { id, label, verdict, control: null, candidate: null, limit, arithmetic: "", sentence };
}
