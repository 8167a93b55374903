import type { AuditFilter } from "../../domain/audit/audit-filter.ts";
import type { Prisma } from "../generated/client.ts";

export type AuditWhere = Prisma.AuditEventWhereInput;

const SEARCHED = [
  ...(["action", "actorName", "actorId", "resourceKind", "resourceId"] as const),
  ...(["environment", "releaseId", "reason", "requestId"] as const),
];

/** auditWhere asks for the events of a filter. Names and ids are exact; the search finds text within them. */
export function auditWhere(filter: AuditFilter | null): AuditWhere {
  const { action, actor, environment, release, request, from, to, q } = filter ?? {};
  return {
    AND: [
      ...(action === undefined ? [] : [{ action }]),
      ...(actor === undefined ? [] : [{ OR: [{ actorId: actor }, { actorName: actor }] }]),
      ...(environment === undefined ? [] : [{ environment }]),
      ...(release === undefined ? [] : [{ releaseId: release }]),
      ...(request === undefined ? [] : [{ requestId: request }]),
      ...(from === undefined ? [] : [{ at: { gte: new Date(from) } }]),
      ...(to === undefined ? [] : [{ at: { lt: new Date(to) } }]),
      ...(q === undefined ? [] : [searched(q)]),
    ],
  };
}

/** Prisma hands the pattern on as it is, so that its wildcards have to be made plain characters. */
function searched(text: string): AuditWhere {
  const contains = text.replaceAll(/[\\%_]/g, "\\$&");
  return { OR: SEARCHED.map((field) => ({ [field]: { contains, mode: "insensitive" as const } })) };
}
