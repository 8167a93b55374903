import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { modelEndpoints } from "../../contracts/models.ts";
import type { Reader } from "../client.ts";

const MAX_GROUPS = 100;
/** So many different digests are looked at; a sender that makes one per request cannot make the page slow. */
const MAX_DIGESTS = 10_000;
const DAY_MS = 86_400_000;

type Row = {
  digest: string;
  promptName: string | null;
  serviceName: string | null;
  callCount: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  newestRequestId: string;
};

/**
 * listUnregisteredPrompts lists the prompts that calls of the last `days` reported and that are the bytes of no
 * prompt version: by digest, name and service, newest first, at most 100. It steps from digest to digest in the
 * index, so that calls with registered prompts cost nothing.
 */
export async function listUnregisteredPrompts(
  db: Reader,
  project: { id: string },
  { days, now }: { days: number; now: Date },
): Promise<ResponseOf<typeof modelEndpoints.listUnregisteredPrompts>> {
  const since = new Date(now.getTime() - days * DAY_MS);
  const rows = await db.$queryRaw<Row[]>`
    WITH RECURSIVE step AS (
      (SELECT prompt_digest FROM traces.inference_call
        WHERE project_id = ${project.id} AND prompt_digest IS NOT NULL ORDER BY prompt_digest LIMIT 1)
      UNION ALL
      SELECT (SELECT c.prompt_digest FROM traces.inference_call c
        WHERE c.project_id = ${project.id} AND c.prompt_digest > step.prompt_digest
        ORDER BY c.prompt_digest LIMIT 1)
      FROM step WHERE step.prompt_digest IS NOT NULL
    ), reported AS (
      SELECT prompt_digest FROM step WHERE prompt_digest IS NOT NULL LIMIT ${MAX_DIGESTS}
    ), unknown AS (
      SELECT prompt_digest FROM reported WHERE NOT EXISTS (
        SELECT 1 FROM artifact_version v LEFT JOIN artifact_file f ON f."artifactVersionId" = v.id
        WHERE v."projectId" = ${project.id} AND v.kind = 'prompt'
          AND prompt_digest IN (v.digest, f."contentDigest"))
    )
    SELECT c.prompt_digest AS digest, c.prompt_name AS "promptName", c.service_name AS "serviceName",
      count(*)::int AS "callCount", min(c.started_at) AS "firstSeenAt", max(c.started_at) AS "lastSeenAt",
      (array_agg(c.request_id ORDER BY c.started_at DESC, c.request_id))[1] AS "newestRequestId"
    FROM unknown JOIN traces.inference_call c ON c.project_id = ${project.id}
      AND c.prompt_digest = unknown.prompt_digest AND c.started_at >= ${since}
    GROUP BY 1, 2, 3 ORDER BY "lastSeenAt" DESC, digest, "promptName", "serviceName"
    LIMIT ${MAX_GROUPS + 1}`;
  const [report] = await db.$queryRaw<{ hasReports: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM traces.inference_call
      WHERE project_id = ${project.id} AND prompt_digest IS NOT NULL AND started_at >= ${since}) AS "hasReports"`;
  return {
    days,
    hasReports: report?.hasReports ?? false,
    items: rows.slice(0, MAX_GROUPS).map((row) => ({
      ...row,
      firstSeenAt: row.firstSeenAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
    })),
    isCut: rows.length > MAX_GROUPS,
  };
}
