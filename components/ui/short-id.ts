const LONGEST = 20;

/** shortId: digests keep their algorithm and twelve characters; ids up to twenty characters stay whole. */
export function shortId(id: string): string {
  const digest = /^(sha\d+:)([0-9a-f]{16,})$/.exec(id);
  if (digest?.[1] && digest[2]) return `${digest[1]}${digest[2].slice(0, 12)}…`;
  return id.length <= LONGEST ? id : `${id.slice(0, 10)}…${id.slice(-5)}`;
}
