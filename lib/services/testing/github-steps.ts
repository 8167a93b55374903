import { HOST_AWAY } from "../git-away.ts";
import type { GithubWorld } from "./github-world.ts";
import { manifestText } from "./motion-world.ts";

export const RECONCILE_BRANCH = "tupelo/reconcile/";
export const PROMOTE_BRANCH = "tupelo/promote/";

const MOST_TRIES = 12;

type Waiting = { lastError: string | null; nextTryAt: string | null };

/**
 * untilHeard does what a job does, each time when it planned to, until the host is not away any more; answers the
 * seconds of each wait, and what people read meanwhile.
 */
export async function untilHeard(
  world: GithubWorld,
  act: () => Promise<void>,
  read: () => Promise<Waiting | null>,
): Promise<{ waits: number[]; said: string[] }> {
  const waits: number[] = [];
  const said: string[] = [];
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await act();
    const page = await read();
    if (!page?.lastError?.startsWith(HOST_AWAY)) return { waits, said };
    said.push(page.lastError);
    waits.push((Date.parse(page.nextTryAt ?? "") - world.clock.at.getTime()) / 1_000);
    world.clock.at = new Date(page.nextTryAt ?? world.clock.at);
  }
  throw new Error(`the host stayed away for ${MOST_TRIES} tries: ${said.join(" ")}`);
}

/** actionsOf is what the audit log says of one thing, oldest first. */
export async function actionsOf(world: GithubWorld, resourceKind: string, id: number): Promise<string[]> {
  const events = await world.test.db.auditEvent.findMany({
    where: { chain: world.project.id, resourceKind, resourceId: String(id) },
    orderBy: { seq: "asc" },
  });
  return events.map(({ action }) => action);
}

/** nameByHand pushes a line to main that names a release, with its manifest where main has none. */
export async function nameByHand(world: GithubWorld, releaseId: string, branch = "main"): Promise<void> {
  const text = await manifestText(world, releaseId);
  world.repository.commit({
    files: {
      "deployments/production/aliases.yaml": `production: ${releaseId}\n`,
      [`releases/${releaseId}.yaml`]: text,
    },
    author: { name: "hand", email: "hand@somewhere.example" },
    message: "Name it by hand",
    branch,
  });
}
