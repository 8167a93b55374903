import { hmacSha256, sha256Hex } from "../digest.ts";
import type { AssignmentKey } from "./verify-assignment.ts";

/**
 * assignmentKeyOf derives a project's key from the installation's secret, so that no key is kept anywhere and every
 * data plane knows the same. Gateways get it with their snapshot; it signs assignments and nothing else.
 */
export function assignmentKeyOf(serverSecret: string, projectId: string): AssignmentKey {
  const secret = hmacSha256(new TextEncoder().encode(serverSecret), `tupelo assignment v1\n${projectId}`);
  return { id: sha256Hex(secret).slice(0, 8), secret };
}
