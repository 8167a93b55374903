import { createId } from "../../db/create-id.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { transact } from "../../db/transact.ts";
import type { MotionWorld } from "./motion-world.ts";

/** A promotion whose base moved, and a freeze that is planned for later, both in another environment. */
export type SeededPromotions = { moved: number; freezeId: string };

/** seedPromotions makes what composing again and ending a freeze are about. */
export async function seedPromotions(
  world: MotionWorld,
  input: { environment: string; releaseId: string; oldBaseId: string; authorId: string },
): Promise<SeededPromotions> {
  const { project } = world;
  const now = world.clock.at;
  const later = new Date(now.getTime() + 3_600_000);
  const { environment, releaseId, oldBaseId, authorId } = input;
  const common = { projectId: project.id, environment, createdAt: now };
  return transact(world.as("author"), async (tx, audit) => {
    const moved = await nextNumber(tx, "promotion", project.id);
    await tx.promotion.create({
      data: {
        ...common,
        ...{ number: moved, releaseId, baseReleaseId: oldBaseId, state: "in_review", authorId },
        ...{ title: "Serve it here too", authorName: "author", policyLabel: "built-in policy 2" },
      },
    });
    const freezeId = createId("frz", now);
    await tx.freezeWindow.create({
      data: {
        ...common,
        ...{ id: freezeId, startsAt: later, endsAt: new Date(later.getTime() + 3_600_000) },
        ...{ reason: "A long weekend.", createdBy: "account:none", createdByName: "admin" },
      },
    });
    const event = { chain: project.id, environment };
    audit({
      ...{ ...event, action: "promotion.proposed", resourceKind: "promotion" },
      ...{ resourceId: `${moved}`, releaseId, after: { state: "in_review" } },
    });
    return { moved, freezeId };
  });
}
