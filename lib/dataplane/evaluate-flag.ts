import { isShadowed, routeSubject } from "../domain/rollout/route-subject.ts";
import type { Flag } from "./flag.ts";

/** Who asks, for which request (null: not named), and how old the allocations are. */
export type Asked = { subject: string; requestId: string | null; staleMs: number };

/** evaluateFlag answers a flag for a subject, as text; null where no release is served to it. */
export function evaluateFlag(flag: Flag, { subject, requestId, staleMs }: Asked): string | null {
  const { served } = flag;
  const route = routeSubject(served, subject, staleMs);
  const answer = route === null ? null : flag.answers[route.arm];
  if (answer === null) return null;
  const isSampled =
    served.shadow !== null && requestId !== null && isShadowed(served.shadow.sampleBp, requestId);
  return isSampled ? answer.shadow : answer.plain;
}
