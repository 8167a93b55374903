import type { AllocationThen, ObservedThen } from "@/lib/contracts/traffic.ts";
import { REPORTED_ARMS, type ReportedArm } from "@/lib/domain/lineage/request-record.ts";

export const LINES_BY = ["release", "arm"] as const;
export type LinesBy = (typeof LINES_BY)[number];

/** How a line looks: its colour by role and, for eyes that see none, its dashes. */
export const LINE_LOOKS = {
  all: { stroke: "var(--control)", width: 1, dash: "2 3" },
  control: { stroke: "var(--neutral)", width: 1.5, dash: undefined },
  candidate: { stroke: "var(--active)", width: 2, dash: undefined },
  shadow: { stroke: "var(--warn)", width: 1.5, dash: "4 3" },
  other: { stroke: "var(--warn)", width: 1.5, dash: "6 3" },
  another: { stroke: "var(--good)", width: 1.5, dash: "6 3" },
} as const;
export type LineLook = keyof typeof LINE_LOOKS;

/** One line of the charts: which calls it counts, and how it looks in all of them. */
export type SeriesLine = {
  key: string;
  words: string;
  look: LineLook;
  asks: { release?: string; arm?: ReportedArm };
};

type Then = {
  allocation: Pick<AllocationThen, "control" | "candidate"> | null;
  observed: readonly Pick<ObservedThen, "releaseId">[];
};

/** toldWithin is which releases an environment was told to serve in a time, newest first, as far as its history goes. */
export function toldWithin(
  history: readonly { control: string | null; candidate: string | null; since: string }[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): string[] {
  const within = history.filter(({ since }, index) => {
    const until = history[index - 1]?.since;
    return Date.parse(since) <= toMs && (until === undefined || Date.parse(until) > fromMs);
  });
  return [...new Set(within.flatMap(({ control, candidate }) => [control, candidate]))].filter(
    (id) => id !== null,
  );
}

const ALL: SeriesLine = { key: "all", words: "all calls", look: "all", asks: {} };

/**
 * linesOf is what the charts draw: all calls, and of them those of each arm, or of releases: what gateways were told at
 * the moment, then two others, of those that they reported then and those that they were told before or after.
 */
export function linesOf(by: LinesBy, then: Then, told: readonly string[] = []): SeriesLine[] {
  if (by === "arm")
    return [ALL, ...REPORTED_ARMS.map((arm) => ({ key: arm, words: arm, look: arm, asks: { arm } }))];
  const control = then.allocation?.control ?? null;
  const candidate = then.allocation?.candidate ?? null;
  const known = new Set([...then.observed.map(({ releaseId }) => releaseId), ...told]);
  const looks = ["control", "candidate", "other", "another"] as const;
  const [first, second] = [...known].filter((id) => id !== null && id !== control && id !== candidate);
  return [
    ALL,
    ...[control, candidate, first, second].flatMap((id, index): SeriesLine[] => {
      const look = looks[index];
      if (!id || look === undefined) return [];
      return [{ key: id, words: id, look, asks: { release: id } }];
    }),
  ];
}

/** What a reported release is to the allocation of the moment. */
export type Standing = "control" | "candidate" | "shadow" | "other" | "unattributed";

/** standingOf says whether gateways did what they were told. Shadow answers reached nobody. */
export function standingOf(
  { releaseId, arm }: Pick<ObservedThen, "releaseId" | "arm">,
  allocation: Then["allocation"],
): Standing {
  if (arm === "shadow") return "shadow";
  if (releaseId === null) return "unattributed";
  if (releaseId === allocation?.control) return "control";
  return releaseId === allocation?.candidate ? "candidate" : "other";
}
