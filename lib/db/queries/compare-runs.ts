import { z } from "zod";
import type { ComparedRun, Comparison, comparisonEndpoints } from "../../contracts/comparisons.ts";
import type { QueryOf } from "../../contracts/endpoint.ts";
import { AppError } from "../../domain/errors.ts";
import { numbersOf } from "../../domain/evals/compare-runs.ts";
import { judgeComparison, sliceByTag } from "../../domain/evals/describe-comparison.ts";
import { compareKeys, type EvidenceKey } from "../../domain/gates/evidence-key.ts";
import type { Reader } from "../client.ts";
import type { EvalRunModel } from "../generated/models.ts";
import { licenceOf, toResponse } from "./get-judge.ts";
import { type ComparedRuns, findRun, loadComparison } from "./load-compared-runs.ts";
import { findNewestRun, readEvidenceKey } from "./load-gate-evidence.ts";
import type { Project } from "./projects.ts";
import { findOwnPolicy, readPolicyOf } from "./read-policy.ts";

type Query = QueryOf<typeof comparisonEndpoints.compareRuns>;

const MAX_LISTED = 100;

/** compareRuns reads two runs on their same cases; where their keys differ, which do, and no number. Throws not-found. */
export async function compareRuns(
  db: Reader,
  project: Project,
  query: Query,
  now: Date,
): Promise<Comparison> {
  const [control, candidate] = await findPair(db, project, query);
  const runs = {
    control: await toComparedRun(db, control, now),
    candidate: await toComparedRun(db, candidate, now),
  };
  const judged = await judgeKeys(db, project, control, candidate);
  if (!judged.comparable) return { comparable: false, ...runs, ...judged.answer };
  const compared = await loadComparison(db, control, candidate);
  return { comparable: true, ...runs, acrossUsed: judged.acrossUsed, ...toNumbers(compared) };
}

async function findPair(
  db: Reader,
  project: Project,
  query: Query,
): Promise<[control: EvalRunModel, candidate: EvalRunModel]> {
  const candidate = await findSide(db, project.id, query.candidate, query.candidateRelease, null);
  const key = await readEvidenceKey(db, candidate);
  const control =
    query.control === undefined
      ? query.controlRelease
      : (await findRun(db, project.id, query.control)).releaseId;
  const across = await acrossOf(db, project, control ?? null, candidate);
  const wanted = key === null ? null : { key, across };
  return [await findSide(db, project.id, query.control, query.controlRelease, wanted), candidate];
}

async function findSide(
  db: Reader,
  projectId: string,
  number: number | undefined,
  releaseId: string | undefined,
  wanted: { key: EvidenceKey; across: readonly string[] } | null,
): Promise<EvalRunModel> {
  if (number !== undefined) return findRun(db, projectId, number);
  if (releaseId === undefined) {
    throw new AppError("bad-request", "Name two runs (control, candidate) or two releases to compare.");
  }
  const newest = await findNewestRun(db, projectId, releaseId, wanted);
  if (newest === null) throw new AppError("not-found", `Release ${releaseId} has no pinned eval run here.`);
  return findRun(db, projectId, newest.number);
}

/**
 * What the policies let differ, because it is being tried: the policy that the control is served under and the
 * candidate's own have both to say so, as in the gate.
 */
async function acrossOf(
  db: Reader,
  project: Project,
  controlReleaseId: string | null,
  candidate: EvalRunModel,
): Promise<readonly string[]> {
  if (candidate.releaseId === null) return [];
  const judging = await readPolicyOf(db, project.id, controlReleaseId);
  const own = await findOwnPolicy(db, project.id, candidate.releaseId);
  const allowed = judging.policy.evalGate.across ?? [];
  const ownAllowed: readonly string[] = own === null ? allowed : (own.policy.evalGate.across ?? []);
  return allowed.filter((kind) => ownAllowed.includes(kind));
}

type KeyAnswer = Pick<Extract<Comparison, { comparable: false }>, "differing" | "keys" | "command">;
type JudgedKeys = { comparable: true; acrossUsed: string[] } | { comparable: false; answer: KeyAnswer };

/** judgeKeys says whether two stored runs may be compared; a run without a release has no key and is comparable with none. */
export async function judgeKeys(
  db: Reader,
  project: Project,
  control: EvalRunModel,
  candidate: EvalRunModel,
): Promise<JudgedKeys> {
  const [left, right] = [await readEvidenceKey(db, control), await readEvidenceKey(db, candidate)];
  if (left === null || right === null) {
    const unnamed = [left === null ? control.number : null, right === null ? candidate.number : null];
    const differing = unnamed.flatMap((number) =>
      number === null ? [] : [`run ${number} names no release`],
    );
    return { comparable: false, answer: { differing, keys: [], command: null } };
  }
  const verdict = compareKeys(left, right, await acrossOf(db, project, control.releaseId, candidate));
  if (verdict.comparable) return verdict;
  const command = `tupelo eval --release ${control.releaseId} --under ${candidate.underReleaseId ?? candidate.releaseId} --model NAME --endpoint URL --upload`;
  const answer = { differing: verdict.differing, keys: sideBySide(left, right), command };
  return { comparable: false, answer };
}

function sideBySide(control: EvidenceKey, candidate: EvidenceKey): KeyAnswer["keys"] {
  const names = [...new Set([...Object.keys(control.parts), ...Object.keys(candidate.parts)])].sort();
  const parts = names.map((key) => ({
    key,
    control: control.parts[key]?.ref ?? "none",
    candidate: candidate.parts[key]?.ref ?? "none",
    isSame: control.parts[key]?.digest === candidate.parts[key]?.digest,
  }));
  const row = (key: string, one: string, other: string) => ({
    ...{ key, control: one, candidate: other, isSame: one === other },
  });
  return [
    ...parts,
    row("feature_snapshot", control.featureSnapshot ?? "none", candidate.featureSnapshot ?? "none"),
    row("case_ids", control.caseIdsDigest, candidate.caseIdsDigest),
  ];
}

function toNumbers(compared: ComparedRuns) {
  const { pairs, flaky, onlyInControl, onlyInCandidate } = compared;
  const flakyIds = new Set(flaky.map((each) => each.caseId));
  const steady = pairs.filter((pair) => !flakyIds.has(pair.caseId));
  const numbers = numbersOf(pairs);
  const { slices, leftOut } = sliceByTag(pairs);
  const regressions = pairs.filter((pair) => pair.difference < 0).length;
  const improvements = pairs.filter((pair) => pair.difference > 0).length;
  return {
    verdict: judgeComparison(numbers, pairs.length + onlyInControl.length + onlyInCandidate.length),
    numbers,
    withoutFlaky: steady.length === pairs.length ? null : numbersOf(steady),
    counts: {
      ...{ regressions, improvements, unchanged: pairs.length - regressions - improvements },
      noLongerPass: pairs.filter((pair) => pair.candidate.passShare < pair.control.passShare).length,
      flaky: flaky.length,
      onlyInControl: onlyInControl.length,
      onlyInCandidate: onlyInCandidate.length,
    },
    ...{ slices, slicesLeftOut: leftOut, flaky: flaky.slice(0, MAX_LISTED) },
    onlyInControl: onlyInControl.slice(0, MAX_LISTED),
    onlyInCandidate: onlyInCandidate.slice(0, MAX_LISTED),
  };
}

async function toComparedRun(db: Reader, run: EvalRunModel, now: Date): Promise<ComparedRun> {
  return {
    number: run.number,
    releaseId: run.releaseId,
    underReleaseId: run.underReleaseId,
    sentByName: run.sentByName,
    selfReported: run.selfReported,
    createdAt: run.createdAt.toISOString(),
    caseCount: run.caseCount,
    unpinnedReasons: z.array(z.string()).parse(run.unpinnedReasons),
    judges: await judgesOf(db, run, now),
  };
}

/** judgesOf reads which judges judged a run, by its evidence key's release, and what each may trigger now. */
export async function judgesOf(
  db: Reader,
  run: Pick<EvalRunModel, "projectId" | "releaseId" | "underReleaseId">,
  now: Date,
): Promise<ComparedRun["judges"]> {
  const releaseId = run.underReleaseId ?? run.releaseId;
  if (releaseId === null) return [];
  const parts = await db.releaseComponent.findMany({
    where: { projectId: run.projectId, releaseId, kind: "judge" },
    orderBy: { key: "asc" },
  });
  return Promise.all(
    parts.map(async ({ name, version, artifactVersionId }) => ({
      ...{ name, version },
      licence: toResponse(await licenceOf(db, run.projectId, artifactVersionId, now)),
    })),
  );
}
