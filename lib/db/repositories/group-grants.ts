import type { Reader, Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import type { GroupGrant } from "../generated/client.ts";

export function listGroupGrants(db: Reader, projectId: string): Promise<GroupGrant[]> {
  return db.groupGrant.findMany({
    where: { projectId },
    orderBy: [{ groupName: "asc" }, { role: "asc" }, { environment: "asc" }],
  });
}

/** listAllGroupGrants lists what groups hold in every project, for a sign-in. */
export function listAllGroupGrants(db: Reader): Promise<GroupGrant[]> {
  return db.groupGrant.findMany({ orderBy: [{ groupName: "asc" }, { id: "asc" }] });
}

export function findGroupGrant(db: Reader, projectId: string, id: string): Promise<GroupGrant | null> {
  return db.groupGrant.findFirst({ where: { projectId, id } });
}

export type NewGroupGrant = {
  projectId: string;
  groupName: string;
  role: string;
  environment: string;
  createdBy: string;
  createdByName: string;
  now: Date;
};

/** insertGroupGrant gives a group a role; null where it holds it already. */
export async function insertGroupGrant(tx: Transaction, input: NewGroupGrant): Promise<GroupGrant | null> {
  const { now, ...data } = input;
  const [row] = await tx.groupGrant.createManyAndReturn({
    data: [{ id: createId("grp", now), ...data, createdAt: now }],
    skipDuplicates: true,
  });
  return row ?? null;
}

export async function deleteGroupGrant(tx: Transaction, projectId: string, id: string): Promise<number> {
  const { count } = await tx.groupGrant.deleteMany({ where: { projectId, id } });
  return count;
}
