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
