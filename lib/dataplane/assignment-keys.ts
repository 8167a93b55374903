import { assignmentKeyOf } from "../domain/assignments/assignment-key.ts";
import type { AssignmentKey } from "../domain/assignments/verify-assignment.ts";

/** The key that signs a project's assignments; null where the installation has no secret. */
export type AssignmentKeys = (projectId: string) => AssignmentKey | null;

/** createAssignmentKeys derives each project's key once. `serverSecret` null: there are no keys. */
export function createAssignmentKeys(serverSecret: string | null): AssignmentKeys {
  const derived = new Map<string, AssignmentKey>();
  return (projectId) => {
    if (serverSecret === null) return null;
    const known = derived.get(projectId);
    if (known !== undefined) return known;
    const key = assignmentKeyOf(serverSecret, projectId);
    derived.set(projectId, key);
    return key;
  };
}
