/** What goes wrong with a request, `times` times from then on (1 where nothing is said). */
export type Fault = {
  /** Which requests: matched against e.g. `POST /pulls`, `PUT /pulls/1/merge`, `GET /git/ref/heads/main`. */
  on: RegExp;
  times?: number;
  /** So many requests that match go well first. */
  skip?: number;
  /** Somebody else acts first. */
  before?: () => void | Promise<void>;
  /** It is answered instead of done. */
  answer?: { status: number; headers?: Record<string, string>; body?: unknown };
  /** It is done, and the answer is this text. */
  garbled?: string;
  /** It is done, and the answer never comes: the connection ends, or stays silent. */
  lost?: "connection" | "silence";
  /** It is done so much later. */
  delayMs?: number;
};

export type Faults = {
  /** Plans a fault; earlier ones win. */
  plan: (fault: Fault) => void;
  /** Takes what is planned for a request. */
  take: (request: string) => Fault | null;
  clear: () => void;
  /** How many faults were played. */
  played: () => number;
};

/** createFaults makes an empty script. */
export function createFaults(): Faults {
  let planned: { fault: Fault; skip: number; left: number }[] = [];
  let played = 0;
  return {
    plan: (fault) => planned.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 }),
    take: (request) => {
      for (const one of planned) {
        if (one.left === 0 || !one.fault.on.test(request)) continue;
        if (one.skip > 0) {
          one.skip -= 1;
          continue;
        }
        one.left -= 1;
        played += 1;
        return one.fault;
      }
      return null;
    },
    clear: () => {
      planned = [];
    },
    played: () => played,
  };
}

/** GitHub's own words for its limits. */
export const SECONDARY_LIMIT = {
  message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
  documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
};
