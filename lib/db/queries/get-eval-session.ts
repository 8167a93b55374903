import type { EvalSessionResponse } from "../../contracts/eval-sessions.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { toEvalSession } from "./eval-session-row.ts";
import type { Project } from "./projects.ts";

/** getEvalSession reads one session and how far it is. Throws not-found. */
export async function getEvalSession(
  db: Reader,
  project: Project,
  { number }: { number: number },
): Promise<EvalSessionResponse> {
  const row = await db.evalSession.findUnique({
    where: { projectId_number: { projectId: project.id, number } },
  });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return toEvalSession(row);
}
