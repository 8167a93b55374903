import type { ServedEnvironment } from "../db/queries/allocation-snapshot.ts";
import type { AssignmentKey } from "../domain/assignments/verify-assignment.ts";
import { sha256Hex, toBase64Url } from "../domain/digest.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { AssignmentKeys } from "./assignment-keys.ts";

/** What a key may see: its project, and perhaps one environment. */
export type View = { projectId: string; environment: string | null };

export type GatewaySnapshot = { etag: string; body: string };

export type GatewaySnapshots = { get: (view: View) => GatewaySnapshot };

/** createGatewaySnapshots writes what gateways route by, with the key that they sign assignments with, once per change. */
export function createGatewaySnapshots(
  snapshot: AllocationSnapshot,
  assignmentKeys: AssignmentKeys,
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
        assignmentKey: describeKey(assignmentKeys(view.projectId)),
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

function describeKey(key: AssignmentKey | null) {
  return key === null ? null : { id: key.id, secret: toBase64Url(key.secret) };
}
