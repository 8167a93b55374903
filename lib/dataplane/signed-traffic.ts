/** Answers whether a project takes signed traffic only. Throws while the database is away and it is not remembered. */
export type SignedTraffic = (projectId: string) => Promise<boolean>;

/** How long a change of the setting may go unnoticed. */
const FRESH_MS = 5_000;

/** createSignedTraffic asks for a project's setting again once what it remembers is five seconds old. */
export function createSignedTraffic(read: SignedTraffic, now: () => Date): SignedTraffic {
  const known = new Map<string, { isOnly: boolean; at: number }>();
  return async (projectId) => {
    const remembered = known.get(projectId);
    const at = now().getTime();
    if (remembered !== undefined && Math.abs(at - remembered.at) <= FRESH_MS) return remembered.isOnly;
    const isOnly = await read(projectId);
    known.set(projectId, { isOnly, at });
    return isOnly;
  };
}
