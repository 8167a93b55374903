import type { Decision } from "./decide.ts";

export type TupeloClientOptions = {
  /** The data plane, e.g. `http://127.0.0.1:4318`. */
  url: string;
  /** An API key with the scope flags:evaluate. */
  key: string;
  /** Needed where the key sees more than one environment. */
  environment?: string;
  /** How many subjects' hashes to remember (50,000); 0: none. */
  cacheSize?: number;
  /** Where to keep the last snapshot, for a start while the data plane is away. */
  snapshotFile?: string;
  /** The name of this process in the console; random unless told. */
  instanceId?: string;
  /** How long one call to the data plane may take (2,000). */
  timeoutMs?: number;
  /** Told about outages, for your log; routing goes on. */
  onProblem?: (problem: string) => void;
  /** A monotonic clock in milliseconds. */
  now?: () => number;
  /** The time of day in milliseconds. */
  wallClock?: () => number;
  random?: () => number;
};

export type ClientStatus = {
  instanceId: string;
  project: string | null;
  environment: string | null;
  /** The allocation's version; null before the first snapshot. */
  generation: number | null;
  /** Milliseconds since the allocations were confirmed. */
  staleMs: number;
  isStale: boolean;
  isStreaming: boolean;
};

export type TupeloClient = {
  /** Which release answers this subject; null where none is served or known: use the default in your code then. */
  decide: (subject: string, requestId?: string) => Decision | null;
  /** The signed assignment for the span's attribute `tupelo.assignment`; null without a key to sign with. */
  signAssignment: (decision: Decision, subject: string) => string | null;
  status: () => ClientStatus;
  /** Says that a release's prompt and model are loaded here. */
  markWarm: (releaseId: string) => void;
  /** Until told otherwise a gateway is ready as soon as it has allocations. */
  setReadiness: (readiness: "warming" | "ready") => void;
  /** Calls back after each new snapshot; answers how to stop that. */
  onChange: (listener: () => void) => () => void;
  /** Reads the allocations now; answers whether that worked. */
  refresh: () => Promise<boolean>;
  close: () => Promise<void>;
};
