import { expect, it } from "vitest";
import { type GatewayReport, observeAllocation } from "./observed-allocation.ts";

const NOW = new Date("2026-04-10T12:00:00Z");

function gateway(instanceId: string, generation: number, silentMs = 0): GatewayReport {
  const lastSeenAt = new Date(NOW.getTime() - silentMs);
  return { instanceId, generation, readiness: "ready", warmReleaseIds: [], lastSeenAt };
}

it.each([
  { name: "nobody reports", reports: [], reporting: 0, observed: 0 },
  { name: "one of two lags", reports: [gateway("a", 7), gateway("b", 6)], reporting: 2, observed: 1 },
  { name: "one is ahead of what was read here", reports: [gateway("a", 8)], reporting: 1, observed: 1 },
  { name: "one was silent for 60 s", reports: [gateway("a", 6, 60_000)], reporting: 1, observed: 0 },
  { name: "one was silent for longer", reports: [gateway("a", 6, 60_001)], reporting: 0, observed: 0 },
])("counts where $name", ({ reports, reporting, observed }) => {
  expect(observeAllocation(reports, 7, NOW)).toMatchObject({ generation: 7, reporting, observed });
});

it("names those that lag first, and observes nothing before the first allocation", () => {
  const reports = [gateway("c", 7), gateway("b", 5), gateway("a", 7)];
  const names = observeAllocation(reports, 7, NOW).instances.map((report) => report.instanceId);
  expect(names).toEqual(["b", "a", "c"]);
  expect(observeAllocation(reports, null, NOW).observed).toBe(0);
});
