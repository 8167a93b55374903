import { mainEnvironment } from "../../domain/environments/main-environment.ts";
import type { Reader } from "../client.ts";

export type Bases = {
  /** The project's main environment, production where there is one; null in a project without environments. */
  environment: string | null;
  /** By release: what it is, was or would be judged against there; null where there is nothing before it. */
  baseOf: ReadonlyMap<string, string | null>;
};

/**
 * loadBases says what releases are judged against in production: what their newest promotion there named, else the
 * release that git desires there now. A release that is desired itself without a promotion has no base.
 */
export async function loadBases(db: Reader, projectId: string, ids: readonly string[]): Promise<Bases> {
  const inOrder = await db.environment.findMany({ where: { projectId }, orderBy: { position: "asc" } });
  const production = mainEnvironment(inOrder);
  if (production === null) return { environment: null, baseOf: new Map() };
  const environment = production.name;
  const promotions = await db.promotion.findMany({
    where: { projectId, environment, releaseId: { in: [...ids] } },
    select: { releaseId: true, baseReleaseId: true },
    orderBy: { number: "asc" },
  });
  const desired = production.desiredReleaseId;
  const now = ids.map((id) => [id, id === desired ? null : desired] as const);
  // The newest promotion comes last and stays.
  const promoted = promotions.map((row) => [row.releaseId, row.baseReleaseId] as const);
  return { environment, baseOf: new Map([...now, ...promoted]) };
}
