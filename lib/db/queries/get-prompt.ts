import { z } from "zod";
import type { ArtifactVersionRow } from "../../contracts/artifacts.ts";
import type { EvalRunRow } from "../../contracts/evals.ts";
import { servedReleaseId } from "../../domain/environments/allocation.ts";
import { mainEnvironment } from "../../domain/environments/main-environment.ts";
import { type ServedPeriod, servedPeriods } from "../../domain/environments/served-periods.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { toEvalRunRow } from "./eval-run-row.ts";
import { type FileText, loadFileTexts } from "./load-file-texts.ts";
import { loadVersionRows, SIGHTED, type VersionRow, withoutRowId } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

/** How many versions, newest first, are read with their texts. */
const VERSIONS_READ = 50;
const RUNS_READ = 50;
const ALLOCATIONS_READ = 500;

export type PromptFacts = {
  row: ArtifactVersionRow;
  files: FileText[];
  /** Newest first; `files` of the newest 50 and of the version asked for. */
  versions: { row: ArtifactVersionRow; files: FileText[] | null; releaseIds: string[]; servedIn: string[] }[];
  servedVersion: string | null;
  usedBy: string[];
  served: (ServedPeriod & { environment: string; releaseId: string })[];
  evalRuns: EvalRunRow[];
  /** Mean output tokens of the newest run of these that reports them. */
  meanOutputTokens: number | null;
  /** Models of the releases made of this version. */
  models: { name: string; version: string; files: FileText[] }[];
  monthlyRequests: number | null;
};

/** getPromptFacts reads all that is stored about one prompt version. Throws not-found. */
export async function getPromptFacts(
  db: Reader,
  project: Project,
  { name, version }: { name: string; version: string },
): Promise<PromptFacts> {
  const rows = await loadVersionRows(db, { projectId: project.id, kind: "prompt", name, ...SIGHTED });
  const own = rows.find((each) => each.version === version);
  if (own === undefined) throw new AppError("not-found", "There is nothing here that you can see.");
  const read = [...new Set([own, ...rows.slice(0, VERSIONS_READ)])];
  const texts = await loadFileTexts(
    db,
    read.map(({ id }) => id),
  );
  const filesOf = (row: VersionRow) =>
    read.includes(row) ? texts.filter(({ artifactVersionId }) => artifactVersionId === row.id) : null;
  const uses = await loadUses(db, project.id, rows);
  const environments = await loadEnvironments(db, project.id);
  const releasesOf = (row: VersionRow) =>
    uses.filter(({ artifactVersionId }) => artifactVersionId === row.id).map(({ releaseId }) => releaseId);
  const usedBy = releasesOf(own);
  const servedNow = new Map(environments.map(({ name: environment, served }) => [environment, served]));
  const last = mainEnvironment(environments)?.served ?? null;
  const evalRows = await loadRuns(db, project.id, usedBy);
  return {
    row: withoutRowId(own),
    files: filesOf(own) ?? [],
    versions: rows.map((row) => {
      const releaseIds = releasesOf(row);
      const servedIn = [...servedNow].flatMap(([environment, served]) =>
        served !== null && releaseIds.includes(served) ? [environment] : [],
      );
      return { row: withoutRowId(row), files: filesOf(row), releaseIds, servedIn };
    }),
    servedVersion:
      last === null ? null : (rows.find((row) => releasesOf(row).includes(last))?.version ?? null),
    usedBy,
    served: environments.flatMap(({ name: environment, history }) =>
      usedBy.flatMap((releaseId) =>
        servedPeriods(history, releaseId).map((period) => ({ environment, releaseId, ...period })),
      ),
    ),
    evalRuns: evalRows.map(toEvalRunRow),
    meanOutputTokens: await loadMeanOutput(
      db,
      evalRows.map(({ id }) => id),
    ),
    models: await loadModels(db, project.id, usedBy),
    monthlyRequests: await readMonthlyRequests(db, project.id),
  };
}

/** getPromptFiles reads the files of one prompt version. Throws not-found. */
export async function getPromptFiles(
  db: Reader,
  project: Project,
  { name, version }: { name: string; version: string },
): Promise<FileText[]> {
  const [row] = await loadVersionRows(db, {
    projectId: project.id,
    kind: "prompt",
    name,
    version,
    ...SIGHTED,
  });
  if (row === undefined) throw new AppError("not-found", "There is nothing here that you can see.");
  return loadFileTexts(db, [row.id]);
}

function loadUses(db: Reader, projectId: string, rows: readonly VersionRow[]) {
  return db.releaseComponent.findMany({
    where: { projectId, artifactVersionId: { in: rows.map(({ id }) => id) } },
    select: { releaseId: true, artifactVersionId: true },
    orderBy: { release: { createdAt: "desc" } },
  });
}

async function loadEnvironments(db: Reader, projectId: string) {
  const environments = await db.environment.findMany({
    where: { projectId },
    orderBy: { position: "asc" },
    include: { allocations: { orderBy: { version: "desc" }, take: ALLOCATIONS_READ } },
  });
  return environments.map(({ name, allocations }) => ({
    name,
    served: allocations[0] === undefined ? null : servedReleaseId(allocations[0]),
    history: allocations.map(({ createdAt, ...row }) => ({ ...row, since: createdAt })),
  }));
}

function loadRuns(db: Reader, projectId: string, releaseIds: readonly string[]) {
  return db.evalRun.findMany({
    where: { projectId, releaseId: { in: [...releaseIds] } },
    orderBy: { number: "desc" },
    take: RUNS_READ,
  });
}

async function loadMeanOutput(db: Reader, runIds: readonly string[]): Promise<number | null> {
  const means = await db.evalCase.groupBy({
    by: ["runId"],
    where: { runId: { in: [...runIds] }, isError: false, outputTokens: { not: null } },
    _avg: { outputTokens: true },
  });
  const byRun = new Map(means.map((mean) => [mean.runId, mean._avg.outputTokens]));
  return runIds.map((id) => byRun.get(id) ?? null).find((mean) => mean !== null) ?? null;
}

async function loadModels(db: Reader, projectId: string, releaseIds: readonly string[]) {
  const parts = await db.releaseComponent.findMany({
    where: { projectId, releaseId: { in: [...releaseIds] }, kind: "model" },
    distinct: ["artifactVersionId"],
    orderBy: [{ name: "asc" }, { version: "asc" }],
  });
  const files = await loadFileTexts(
    db,
    parts.map(({ artifactVersionId }) => artifactVersionId),
  );
  return parts.map(({ name, version, artifactVersionId }) => ({
    name,
    version,
    files: files.filter((file) => file.artifactVersionId === artifactVersionId),
  }));
}

const traffic = z.object({ monthlyRequests: z.number().int().nonnegative() });

async function readMonthlyRequests(db: Reader, projectId: string): Promise<number | null> {
  const sync = await db.repositorySync.findUnique({ where: { projectId }, select: { layout: true } });
  const read = traffic.safeParse(sync?.layout);
  return read.success ? read.data.monthlyRequests : null;
}
