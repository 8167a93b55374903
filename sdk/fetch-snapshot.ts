import { parseSnapshot, type Snapshot } from "./snapshot.ts";

/** Where the data plane is and who asks. */
export type Endpoint = { url: string; key: string; timeoutMs: number };

export type FetchedSnapshot =
  /** `ageMs` is how old the data plane's own knowledge is: it may be cut off from its database. */
  { changed: true; snapshot: Snapshot; etag: string; ageMs: number } | { changed: false; ageMs: number };

/** A data plane that answered, but not with a snapshot. `retryAfterMs` is what it asked for. */
export class SnapshotRefused extends Error {
  readonly status: number;
  readonly retryAfterMs: number;

  constructor(status: number, retryAfterMs: number) {
    super(`the data plane answered ${status} to a request for allocations`);
    this.name = "SnapshotRefused";
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** fetchSnapshot asks for the allocations, or whether those of `etag` still hold. Throws SnapshotRefused, or fetch's own errors. */
export async function fetchSnapshot(endpoint: Endpoint, etag: string | null): Promise<FetchedSnapshot> {
  const response = await fetch(`${endpoint.url}/sdk/v1/snapshot`, {
    headers: {
      authorization: `Bearer ${endpoint.key}`,
      ...(etag === null ? {} : { "if-none-match": etag }),
    },
    signal: AbortSignal.timeout(endpoint.timeoutMs),
    redirect: "error",
  });
  const ageMs = staleSeconds(response.headers.get("tupelo-snapshot")) * 1_000;
  if (response.status === 304) return { changed: false, ageMs };
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new SnapshotRefused(response.status, secondsOf(response.headers.get("retry-after")) * 1_000);
  }
  const body: unknown = await response.json();
  return { changed: true, snapshot: parseSnapshot(body), etag: response.headers.get("etag") ?? "", ageMs };
}

/** `stale; age=12` is how a data plane says that it has not read its database for 12 s. */
function staleSeconds(header: string | null): number {
  return secondsOf(/^stale; age=(\d+)$/.exec(header ?? "")?.[1] ?? null);
}

function secondsOf(text: string | null): number {
  const seconds = Number(text ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}
