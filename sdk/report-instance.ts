import type { Endpoint } from "./fetch-snapshot.ts";

/** What a gateway says of itself: which allocation it routes by, and what it has loaded. */
export type InstanceReport = {
  instanceId: string;
  environment: string;
  generation: number;
  readiness: "warming" | "ready" | "stale";
  /** Releases whose prompt and model are loaded, so that a switch to them costs nothing. */
  warmReleaseIds: readonly string[];
  sdkVersion: string;
};

/** reportInstance sends one heartbeat. A report that does not arrive is not repeated: the next one says more. */
export async function reportInstance(endpoint: Endpoint, report: InstanceReport): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint.url}/sdk/v1/instances`, {
      method: "POST",
      headers: { authorization: `Bearer ${endpoint.key}`, "content-type": "application/json" },
      body: JSON.stringify(report),
      signal: AbortSignal.timeout(endpoint.timeoutMs),
      redirect: "error",
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
