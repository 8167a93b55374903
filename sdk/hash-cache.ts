/** Remembers hashes of the subjects that were asked for last. */
export type HashCache = { get: (subject: string) => number; clear: () => void };

/**
 * createHashCache keeps at least the `size` newest subjects and at most twice as many: two generations, of which the
 * older is dropped whole, so that a hit moves nothing; size 0 remembers nothing. What is kept is the hash and not the decision: a changed share
 * needs no flush.
 */
export function createHashCache(size: number, hashOf: (subject: string) => number): HashCache {
  if (size <= 0) return { get: hashOf, clear: () => {} };
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  const add = (subject: string, hashed: number) => {
    young.set(subject, hashed);
    if (young.size < size) return;
    old = young;
    young = new Map();
  };
  return {
    get: (subject) => {
      const known = young.get(subject);
      if (known !== undefined) return known;
      const aged = old.get(subject);
      const hashed = aged ?? hashOf(subject);
      add(subject, hashed);
      return hashed;
    },
    clear: () => {
      young = new Map();
      old = new Map();
    },
  };
}
