import type { AuditInput } from "../../db/audit/append-audit-events.ts";
import type { Reader } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import type { EnvironmentCreateManyInput } from "../../db/generated/models.ts";
import type { RepositoryReading } from "./read-repository.ts";
import type { StoredReading } from "./synced-events.ts";

type NewEnvironments = { rows: EnvironmentCreateManyInput[]; events: AuditInput[] };

/**
 * newEnvironments are those that the layout names and the project does not have yet, in the layout's order. What the
 * first layout names may be adopted; an environment that is added later has its first release reviewed, because
 * whoever may push could add one.
 */
export async function newEnvironments(
  db: Reader,
  projectId: string,
  { before, reading, now }: { before: StoredReading; reading: RepositoryReading; now: Date },
): Promise<NewEnvironments> {
  const known = await db.environment.findMany({ where: { projectId }, select: { name: true } });
  const names = new Set(known.map(({ name }) => name));
  const added = Object.keys(reading.layout?.environments ?? {}).filter((name) => !names.has(name));
  const isLater = (before?.layout ?? null) !== null;
  const rows = added.map((name, index) => ({
    ...{ id: createId("env", now), projectId, name, position: known.length + index, createdAt: now },
    ...(isLater ? { firstSeenAt: now } : {}),
  }));
  const events = added.map((name) => ({
    ...{ chain: projectId, action: "environment.created" as const, environment: name },
    ...{ resourceKind: "environment", resourceId: name },
    after: { head: reading.head, mayAdopt: !isLater },
  }));
  return { rows, events };
}
