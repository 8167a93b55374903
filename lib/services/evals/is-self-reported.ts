import { releaseAuthorIds } from "../../db/queries/release-authors.ts";
import type { Principal } from "../../domain/access/principal.ts";
import { assertNever } from "../../domain/assert-never.ts";
import type { ServiceContext } from "../context.ts";

/**
 * isSelfReported says whether evidence comes from an author of what it is about: whoever composed the release, or
 * wrote one of the parts that differ from production's desired release (all parts where there is none). What a key
 * sends counts as its owner's.
 */
export async function isSelfReported(
  ctx: ServiceContext,
  projectId: string,
  releaseId: string,
): Promise<boolean> {
  const sender = personBehind(ctx.principal);
  if (sender === null) return false;
  const production = await ctx.db.environment.findUnique({
    where: { projectId_name: { projectId, name: "production" } },
    select: { desiredReleaseId: true },
  });
  const authors = await releaseAuthorIds(ctx.db, projectId, releaseId, production?.desiredReleaseId ?? null);
  return authors.has(sender);
}

function personBehind(principal: Principal): string | null {
  switch (principal.kind) {
    case "account":
      return principal.id;
    case "key":
      return principal.ownerId;
    case "service":
      return null;
    default:
      return assertNever(principal);
  }
}
