import { z } from "zod";
import type { ModelCheckResponse } from "../../contracts/models.ts";
import { MODEL_VERDICTS } from "../../domain/models/compare-model.ts";
import type { Reader } from "../client.ts";

const MAX_CHECKS = 50;

const detailSchema = z.object({
  registryUri: z.string().nullable(),
  sentences: z.array(z.string()),
  registryVersion: z.string().nullable(),
  registrySha256: z.string().nullable(),
  aliases: z.array(z.string()),
});

type Version = { projectId: string; artifactVersionId: string };

/** getModelChecks reads the checks of one model version, newest first, at most 50. */
export async function getModelChecks(db: Reader, version: Version): Promise<ModelCheckResponse[]> {
  const rows = await db.modelCheck.findMany({
    where: version,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MAX_CHECKS,
  });
  return rows.map((row) => ({
    id: row.id,
    verdict: z.enum(MODEL_VERDICTS).parse(row.verdict),
    ...detailSchema.parse(row.detail),
    checkedByName: row.checkedByName,
    checkedAt: row.createdAt.toISOString(),
  }));
}

/** findFirstAgreedVersion is the registry's version at the first check that agreed; null before there was one. */
export async function findFirstAgreedVersion(db: Reader, version: Version): Promise<string | null> {
  const row = await db.modelCheck.findFirst({
    where: { ...version, verdict: "agrees" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return row === null ? null : detailSchema.parse(row.detail).registryVersion;
}
