import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { type FileText, loadFileTexts } from "./load-file-texts.ts";

export type ModelTexts = { id: string; files: FileText[] };

/** getModelTexts reads the files of one model version. Throws not-found. */
export async function getModelTexts(
  db: Reader,
  projectId: string,
  { name, version }: { name: string; version: string },
): Promise<ModelTexts> {
  const row = await db.artifactVersion.findUnique({
    where: { projectId_kind_name_version: { projectId, kind: "model", name, version } },
    select: { id: true },
  });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return { id: row.id, files: await loadFileTexts(db, [row.id]) };
}
