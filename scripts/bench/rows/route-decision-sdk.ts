import { hash } from "node:crypto";
import { InMemStorageProvider, Unleash } from "unleash-client";
import { routeSubject } from "../../../lib/domain/rollout/route-subject.ts";
import { createAllocationHolder } from "../../../sdk/allocation-holder.ts";
import type { BenchRow, BenchSide } from "../frame/bench-row.ts";

const SHARE_BP = 1_000;
const CONTROL = "698df6d7ad";
const CANDIDATE = "f91be2a454";

/**
 * One decision in a gateway's own process, at a canary of 10 %, against one sha256 and against Unleash's client. Counted
 * is the process's own time on a core: nothing here waits, and what else the machine does counts less so.
 */
export const routeDecisionSdk: BenchRow = {
  name: "route decision in the SDK",
  rounds: 9,
  open: async ({ scale }) => {
    const times = Math.max(2_000, Math.round(100_000 * scale));
    const subjects = Array.from(
      { length: times },
      (_, index) => `tenant-${index % 977}:conversation-${index}`,
    );
    const few = subjects.slice(0, 1_000);
    const again = subjects.map((_, index) => few[index % few.length] ?? "");
    const unleash = await openUnleash();
    const uncached = openHolder(0);
    const cached = openHolder(50_000);
    // Far fewer than there are subjects: each is forgotten before it comes again.
    const forgetful = openHolder(1_000);
    return {
      unit: "ns of CPU each",
      sides: [
        side(
          "ours, subject unknown",
          subjects,
          (subject) => uncached(subject) === "candidate",
          expectedOf(subjects),
        ),
        side(
          "ours, subject unknown and then remembered",
          subjects,
          (subject) => forgetful(subject) === "candidate",
          expectedOf(subjects),
        ),
        side("ours, subject known", again, (subject) => cached(subject) === "candidate", expectedOf(again)),
        side("crypto.hash", subjects, (subject) => hash("sha256", subject) === "", 0),
        side("unleash-client isEnabled", subjects, (userId) => unleash.isEnabled("canary", { userId }), null),
      ],
      goals: [
        goal(
          "unknown: times as fast as unleash-client",
          "unleash-client isEnabled",
          "ours, subject unknown",
          4,
        ),
        goal("known: times as fast as unleash-client", "unleash-client isEnabled", "ours, subject known", 7),
        {
          name: "unknown: time of one sha256",
          ...{ of: "ours, subject unknown", against: "crypto.hash", limit: { atMost: 1.2 } },
        },
      ],
      close: async () => unleash.destroy(),
    };
  },
};

function goal(name: string, of: string, against: string, atLeast: number) {
  return { name, of, against, limit: { atLeast } };
}

/** Counts who is in the canary, so that nothing is left out by a clever compiler and a wrong answer is noticed. */
function side(
  name: string,
  subjects: readonly string[],
  isCandidate: (subject: string) => boolean,
  expected: number | null,
): BenchSide {
  return {
    name,
    measure: async () => {
      let count = 0;
      const before = process.cpuUsage();
      for (const subject of subjects) if (isCandidate(subject)) count += 1;
      const { user, system } = process.cpuUsage(before);
      const nanoseconds = ((user + system) * 1_000) / subjects.length;
      const isNearTenPercent = Math.abs(count / subjects.length - 0.1) < 0.02;
      if (expected === null ? !isNearTenPercent : count !== expected) {
        throw new Error(`${name} put ${count} of ${subjects.length} subjects into the canary`);
      }
      return nanoseconds;
    },
  };
}

function expectedOf(subjects: readonly string[]): number {
  const allocation = { controlReleaseId: CONTROL, candidateReleaseId: CANDIDATE, shareBp: SHARE_BP };
  return subjects.filter((subject) => routeSubject(allocation, subject)?.arm === "candidate").length;
}

function openHolder(cacheSize: number): (subject: string) => string | undefined {
  const holder = createAllocationHolder({ environment: null, cacheSize, now: () => performance.now() });
  const release = { manifestDigest: `sha256:${"0".repeat(64)}`, components: { prompt: "support@2.8" } };
  const environment = {
    ...{ name: "production", generation: 1, control: CONTROL, candidate: CANDIDATE, shareBp: SHARE_BP },
    ...{ rollout: 1, salt: null, shadow: null, releases: { [CONTROL]: release, [CANDIDATE]: release } },
  };
  holder.apply({ project: "bench", environments: [environment], assignmentKey: null }, 0);
  return (subject) => holder.decide(subject)?.arm;
}

/** Unleash's client with one flag in memory: a gradual rollout to 10 %, sticky by user; it counts nothing and calls nobody. */
async function openUnleash(): Promise<Unleash> {
  const parameters = { rollout: "10", stickiness: "userId", groupId: "canary" };
  const unleash = new Unleash({
    ...{ appName: "bench", url: "http://127.0.0.1:9/api", refreshInterval: 0 },
    ...{ disableMetrics: true, disableAutoStart: false, skipInstanceCountWarning: true },
    storageProvider: new InMemStorageProvider(),
    bootstrap: {
      data: [
        {
          ...{
            name: "canary",
            description: "",
            enabled: true,
            project: "default",
            stale: false,
            type: "release",
          },
          ...{ variants: [], impressionData: false },
          strategies: [{ name: "flexibleRollout", parameters, constraints: [] }],
        },
      ],
    },
  });
  unleash.on("error", () => {});
  unleash.on("warn", () => {});
  await new Promise((resolve) => unleash.once("ready", resolve));
  return unleash;
}
