import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { JudgeLicenceResponse, judgeEndpoints } from "../../contracts/judges.ts";
import { parseEmail } from "../../domain/access/email.ts";
import { AppError } from "../../domain/errors.ts";
import { type Calibration, calibrate, type LabelledCase } from "../../domain/judges/calibration.ts";
import {
  effectiveLicence,
  LICENCE_LEVELS,
  type LicenceLevel,
  licenceEarned,
} from "../../domain/judges/licence.ts";
import type { Reader } from "../client.ts";
import { loadVersionRows, SIGHTED } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

type Response = ResponseOf<typeof judgeEndpoints.getJudge>;
type Query = QueryOf<typeof judgeEndpoints.getJudge>;
export type JudgeVersion = { id: string; name: string; version: string; digest: string };

const MAX_LABELS = 200;

/** getJudge reads one judge's version with its licence and labels. Throws not-found. */
export async function getJudge(
  db: Reader,
  project: Project,
  input: { name: string; version: Query["version"]; accountId: string; now: Date },
): Promise<Response> {
  const versions = await loadVersionRows(db, {
    ...{ projectId: project.id, kind: "judge", name: input.name },
    ...SIGHTED,
  });
  const found = versions.find((row) => input.version === undefined || row.version === input.version);
  if (found === undefined) throw new AppError("not-found", "There is nothing here that you can see.");
  const grants = await db.judgeLicence.findMany({
    where: { projectId: project.id, judgeVersionId: found.id },
    orderBy: { seq: "desc" },
  });
  return {
    ...{ name: found.name, version: found.version, digest: found.digest },
    versions: versions.map((row) => row.version),
    licence: toResponse(await licenceOf(db, project.id, found.id, input.now)),
    grants: grants.map((row) => ({
      level: levelOf(row.level),
      reason: row.reason,
      grantedByName: row.grantedByName,
      createdAt: row.createdAt.toISOString(),
    })),
    labels: await listLabels(db, project.id, found.id),
    isAuthor: (await judgeAuthorIds(db, found.id)).has(input.accountId),
  };
}

/** findJudgeVersion reads one version of a judge. Throws not-found. */
export async function findJudgeVersion(
  db: Reader,
  projectId: string,
  ref: { name: string; version: string },
): Promise<JudgeVersion> {
  const row = await db.artifactVersion.findUnique({
    where: { projectId_kind_name_version: { projectId, kind: "judge", ...ref } },
    select: { id: true, name: true, version: true, digest: true },
  });
  if (row === null) throw new AppError("not-found", "There is no such version of this judge.");
  return row;
}

/** What a judge's version may trigger, and what that rests on. */
export type JudgeLicence = {
  granted: LicenceLevel;
  earned: LicenceLevel;
  effective: LicenceLevel;
  missing: string[];
  calibration: Calibration;
};

/**
 * licenceOf says what a judge's version may trigger now: the lower of the newest grant and what its labels earn. A new
 * version starts at report only, because labels and grants belong to a version.
 */
export async function licenceOf(
  db: Reader,
  projectId: string,
  judgeVersionId: string,
  now: Date,
): Promise<JudgeLicence> {
  const newest = await db.judgeLicence.findFirst({
    where: { projectId, judgeVersionId },
    orderBy: { seq: "desc" },
    select: { level: true },
  });
  const calibration = await loadCalibration(db, projectId, judgeVersionId);
  const earned = licenceEarned(calibration, now);
  const granted = newest === null ? "report_only" : levelOf(newest.level);
  const effective = effectiveLicence(granted, earned.level);
  return { granted, earned: earned.level, effective, missing: earned.missing, calibration };
}

/** loadCalibration folds the labels of a judge's version: the newest of each person and judged answer. */
export async function loadCalibration(
  db: Reader,
  projectId: string,
  judgeVersionId: string,
): Promise<Calibration> {
  const rows = await db.$queryRaw<{ item: string; judgePassed: boolean; passed: boolean; at: Date }[]>`
    SELECT DISTINCT ON (l."runId", l.position, l."labelledBy")
      l."runId" || ' ' || l.position AS item, c.passed AS "judgePassed", l.passed, l."createdAt" AS at
    FROM judge_label l JOIN eval_case c ON c."runId" = l."runId" AND c.position = l.position
    WHERE l."projectId" = ${projectId} AND l."judgeVersionId" = ${judgeVersionId}
    ORDER BY l."runId", l.position, l."labelledBy", l.seq DESC`;
  const byItem = new Map<string, LabelledCase & { labels: { passed: boolean; at: Date }[] }>();
  for (const { item, judgePassed, passed, at } of rows) {
    const known = byItem.get(item);
    if (known === undefined) byItem.set(item, { judgePassed, labels: [{ passed, at }] });
    else known.labels.push({ passed, at });
  }
  return calibrate([...byItem.values()]);
}

/** judgeAuthorIds lists the accounts that wrote a version of a judge, matched by the e-mails of its commits. */
export async function judgeAuthorIds(db: Reader, judgeVersionId: string): Promise<Set<string>> {
  const sightings = await db.sighting.findMany({
    where: { artifactVersionId: judgeVersionId },
    select: { authorEmails: true },
  });
  const emails = sightings.flatMap((row) =>
    row.authorEmails.map((email) => parseEmail(email) ?? email.trim().toLowerCase()),
  );
  const accounts = await db.account.findMany({
    where: { email: { in: [...new Set(emails)] } },
    select: { id: true },
  });
  return new Set(accounts.map((account) => account.id));
}

/** toResponse is a licence as the API shows it. */
export function toResponse(licence: JudgeLicence): JudgeLicenceResponse {
  const { newestLabelAt, ...numbers } = licence.calibration;
  return { ...licence, calibration: { ...numbers, newestLabelAt: newestLabelAt?.toISOString() ?? null } };
}

async function listLabels(
  db: Reader,
  projectId: string,
  judgeVersionId: string,
): Promise<Response["labels"]> {
  const rows = await db.judgeLabel.findMany({
    where: { projectId, judgeVersionId },
    orderBy: { seq: "desc" },
    take: MAX_LABELS,
  });
  const runs = await db.evalRun.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.runId))] } },
    select: { id: true, number: true },
  });
  const cases = await db.evalCase.findMany({
    where: { OR: rows.map(({ runId, position }) => ({ runId, position })) },
    select: { runId: true, position: true, caseId: true, passed: true },
  });
  const caseAt = new Map(cases.map((row) => [`${row.runId} ${row.position}`, row]));
  const numberOf = new Map(runs.map((run) => [run.id, run.number]));
  return rows.flatMap((row) => {
    const judged = caseAt.get(`${row.runId} ${row.position}`);
    const runNumber = numberOf.get(row.runId);
    if (judged === undefined || runNumber === undefined) return [];
    const { position, passed, comment, labelledByName } = row;
    return [
      {
        ...{ runNumber, position, passed, comment, labelledByName, caseId: judged.caseId },
        judgePassed: judged.passed,
        createdAt: row.createdAt.toISOString(),
      },
    ];
  });
}

function levelOf(text: string): LicenceLevel {
  return LICENCE_LEVELS.find((level) => level === text) ?? "report_only";
}
