import type { AssignmentKey } from "../domain/assignments/verify-assignment.ts";

/** Who sent a batch, and when it arrived. */
export type Sender = {
  projectId: string;
  /** The project's name in flag keys; null while it has no environment. */
  projectSlug: string | null;
  keyId: string;
  /** The one environment the key is bound to; it then overrules what spans say. */
  environment: string | null;
  receivedAt: Date;
};

/** Who sent spans, and what is asked of them. */
export type SpanSender = Sender & {
  /** What signs the project's assignments; null where nothing can check them. */
  assignmentKey: AssignmentKey | null;
  /** Whether a call that names a release or an arm needs a signed assignment. */
  onlySigned: boolean;
};
