import { assertNever } from "../assert-never.ts";
import type { EvidenceSource } from "../policy/schema.ts";
import { compareKeys } from "./evidence-key.ts";
import type { GateEvidence, GateFacts } from "./gate-facts.ts";
import { type GateTerm, judged, type TermBase, unjudged } from "./gate-term.ts";

const NO_NUMBERS = { control: null, candidate: null } as const;

/** judgeEvidence says whether the runs may be relied on at all: comparable, pinned, and from whom the policy asks. */
export function judgeEvidence(facts: GateFacts): GateTerm[] {
  const { from = "any", key } = facts.policy.evalGate.evidence ?? {};
  return [
    judgeErrors(facts),
    judgeComparability(facts),
    judgePinning(facts),
    from === "any" ? null : judgeSource(facts, from),
    key === undefined ? null : judgeKey(facts, key),
  ].filter((term) => term !== null);
}

/** whyNotRelative says why a term that compares with the base cannot be judged; null when both runs are there and comparable. */
export function whyNotRelative(facts: GateFacts, base: TermBase): GateTerm | null {
  const { candidate, baseline } = facts;
  if (!facts.hasBaseRelease)
    return unjudged(base, "not_applicable", `${base.label}: first release, there is nothing to compare with`);
  if (candidate === null) return unjudged(base, "not_run", "no eval run of the candidate");
  if (baseline === null) return unjudged(base, "insufficient", "no eval run of the release it replaces");
  const comparison = compareKeys(
    baseline.evidenceKey,
    candidate.evidenceKey,
    facts.policy.evalGate.across ?? [],
  );
  if (comparison.comparable) return null;
  return unjudged(base, "not_comparable", `runs are not comparable: ${comparison.differing.join(", ")}`);
}

function judgeComparability(facts: GateFacts): GateTerm {
  const across = facts.policy.evalGate.across ?? [];
  const limit = across.length === 0 ? "same evidence key" : `same evidence key but ${across.join(", ")}`;
  const base = { id: "comparability", label: "Comparability", limit, ...NO_NUMBERS } as const;
  const refusal = whyNotRelative(facts, base);
  if (refusal !== null) return refusal;
  const runs = `run ${facts.candidate?.number} and run ${facts.baseline?.number}`;
  return judged(base, true, "", `${runs} were measured with the same instruments`);
}

/**
 * A run that read whatever was there that day (latest features, a production alias) tells nothing about the release:
 * it satisfies no gate, whatever it measured, and is made again on fixed versions.
 */
function judgePinning({ candidate, unpinnedRuns }: GateFacts): GateTerm {
  const base = {
    id: "pinning",
    label: "Pinned evidence",
    limit: "fixed versions only",
    ...NO_NUMBERS,
  } as const;
  if (candidate !== null)
    return judged(base, true, "", `all that run ${candidate.number} read had a fixed version`);
  if (unpinnedRuns.length === 0) return unjudged(base, "not_run", "no eval run of the candidate");
  const sentence = unpinnedRuns
    .map((run) => `eval run #${run.number} is unpinned (${run.reasons.join("; ")})`)
    .join("; ");
  return unjudged(base, "insufficient", `${sentence}: run it again on pinned versions`);
}

/** comesFrom says whether a run is from whom a policy asks for. */
export function comesFrom(run: Pick<GateEvidence, "origin" | "selfReported">, from: EvidenceSource): boolean {
  switch (from) {
    case "any":
      return true;
    case "not_author":
      return run.origin === "runner" || !run.selfReported;
    case "runner":
      return run.origin === "runner";
    default:
      return assertNever(from);
  }
}

function judgeSource(
  { candidate, baseline, hasBaseRelease }: GateFacts,
  from: "not_author" | "runner",
): GateTerm {
  const limit = from === "runner" ? "Tupelo's runner" : "not an author";
  const base = { id: "evidence_source", label: "Evidence source", limit, ...NO_NUMBERS } as const;
  if (candidate === null) return unjudged(base, "not_run", "no eval run of the candidate");
  const runs = [candidate, ...(hasBaseRelease && baseline !== null ? [baseline] : [])];
  const wrong = runs.filter((run) => !comesFrom(run, from));
  if (wrong.length === 0) return judged(base, true, "", "the evidence comes from whom the policy asks for");
  const who = wrong.map((run) => `eval run #${run.number} was sent by ${run.sentByName}`).join("; ");
  const asked =
    from === "runner" ? "Tupelo's runner has to measure it" : "somebody else than an author has to send it";
  return unjudged(base, "insufficient", `${who}: ${asked}`);
}

/** A run counts where the named key sent it, or Tupelo's own runner measured it. */
function judgeKey({ candidate, baseline, hasBaseRelease }: GateFacts, key: string): GateTerm {
  const limit = `sent by the API key ${key}`;
  const base = { id: "evidence_source", label: "Evidence key", limit, ...NO_NUMBERS } as const;
  if (candidate === null) return unjudged(base, "not_run", "no eval run of the candidate");
  const runs = [candidate, ...(hasBaseRelease && baseline !== null ? [baseline] : [])];
  const wrong = runs.filter((run) => run.origin !== "runner" && run.sentByKey !== key);
  if (wrong.length === 0)
    return judged(base, true, "", "the evidence comes from the key that the policy names");
  const who = wrong.map((run) => `eval run #${run.number} was sent by ${run.sentByName}`).join("; ");
  return unjudged(base, "insufficient", `${who}: the API key ${key} has to send it`);
}

/**
 * A case that ended in an error tells about the run, not about the release: in the control's run it would make any
 * candidate look better, in the candidate's it takes its latency and tokens out of the count. So the run is repeated.
 */
function judgeErrors(facts: GateFacts): GateTerm | null {
  const runs = [
    { name: "the candidate", summary: facts.candidate?.summary },
    { name: "the release it replaces", summary: facts.hasBaseRelease ? facts.baseline?.summary : undefined },
  ];
  const broken = runs.flatMap(({ name, summary }) =>
    summary === undefined || summary.errorCount === 0
      ? []
      : [`${summary.errorCount} of ${summary.caseCount} cases of ${name} ended in an error: run them again`],
  );
  if (broken.length === 0) return null;
  const [candidate, control] = runs.map(({ summary }) => summary?.errorCount ?? null);
  const base = { id: "errors", label: "Cases without an answer", limit: "none" } as const;
  const numbers = { control: control ?? null, candidate: candidate ?? null };
  return unjudged({ ...base, ...numbers }, "insufficient", broken.join("; "));
}
