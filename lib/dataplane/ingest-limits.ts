import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Bytes of request bodies that may be in memory at once; beyond that, exporters are asked to wait. */
const MAX_BYTES_IN_FLIGHT = 128 * 1024 * 1024;

export type IngestLimits = {
  /** Reserves memory for a body; null when there is none left. Call the result when the body is gone. */
  reserve: (bytes: number) => (() => void) | null;
  /** Counts items of a key; answers how many seconds to wait, 0 when within the limit. */
  secondsToWait: (keyId: string, itemCount: number) => Promise<number>;
};

/** createIngestLimits bounds what one key may send per second and what all of them may hold in memory. */
export function createIngestLimits(itemsPerSecond: number): IngestLimits {
  const limiter = new RateLimiterMemory({ points: itemsPerSecond, duration: 1 });
  let bytesInFlight = 0;
  return {
    reserve: (bytes) => {
      if (bytesInFlight + bytes > MAX_BYTES_IN_FLIGHT) return null;
      bytesInFlight += bytes;
      return () => {
        bytesInFlight -= bytes;
      };
    },
    secondsToWait: async (keyId, itemCount) => {
      try {
        await limiter.consume(keyId, itemCount);
        return 0;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
      }
    },
  };
}
