import type { ServedEnvironment } from "../db/queries/allocation-snapshot.ts";
import { assignmentKeyOf } from "../domain/assignments/assignment-key.ts";
import { sha256Hex } from "../domain/digest.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";

/** What a key may see: its project, and perhaps one environment. */
export type View = { projectId: string; environment: string | null };

export type GatewaySnapshot = { etag: string; body: string };

export type GatewaySnapshots = { get: (view: View) => GatewaySnapshot };

/**
 * createGatewaySnapshots writes what gateways route by, once per view and change. `serverSecret` null: gateways get
 * no key to sign assignments with.
 */
export function createGatewaySnapshots(
  snapshot: AllocationSnapshot,
  serverSecret: string | null,
): GatewaySnapshots {
  const made = new Map<string, GatewaySnapshot>();
  snapshot.onChange(() => made.clear());
  return {
    get: (view) => {
      const name = JSON.stringify([view.projectId, view.environment]);
      const known = made.get(name);
      if (known !== undefined) return known;
      const body = JSON.stringify({
        project: snapshot.projectSlug(view.projectId),
        environments: snapshot.listEnvironments(view.projectId, view.environment).map(describe),
        assignmentKey: describeKey(serverSecret, view.projectId),
      });
      const written = { body, etag: `"${sha256Hex(body).slice(0, 32)}"` };
      made.set(name, written);
      return written;
    },
  };
}

function describe(served: ServedEnvironment) {
  return {
    name: served.environment,
    generation: served.allocationVersion,
    control: served.controlReleaseId,
    candidate: served.candidateReleaseId,
    shareBp: served.shareBp,
    rollout: served.rolloutNumber,
    salt: served.salt,
    shadow: served.shadow,
    releases: Object.fromEntries(
      [...served.releases].map(([id, { manifestDigest, components }]) => [
        id,
        { manifestDigest, components },
      ]),
    ),
  };
}

function describeKey(serverSecret: string | null, projectId: string) {
  if (serverSecret === null) return null;
  const { id, secret } = assignmentKeyOf(serverSecret, projectId);
  return { id, secret: Buffer.from(secret).toString("base64url") };
}
