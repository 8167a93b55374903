import { isShadowed, routeSubject, type ServingArm } from "../domain/rollout/route-subject.ts";
import type { Flag } from "./flag.ts";

/** Who asks, for which request (null: not named), and how old the allocations are. */
export type Asked = { subject: string; requestId: string | null; staleMs: number };

/** An answer as text, before it is signed, and what it gives the subject. */
export type Evaluated = { text: string; served: Flag["served"]; arm: ServingArm; releaseId: string };

/** evaluateFlag answers a flag for a subject; null where no release is served to it. */
export function evaluateFlag(flag: Flag, { subject, requestId, staleMs }: Asked): Evaluated | null {
  const { served } = flag;
  const route = routeSubject(served, subject, staleMs);
  const answer = route === null ? null : flag.answers[route.arm];
  if (route === null || answer === null) return null;
  const isSampled =
    served.shadow !== null && requestId !== null && isShadowed(served.shadow.sampleBp, requestId);
  const text = isSampled ? answer.shadow : answer.plain;
  return { text, served, arm: route.arm, releaseId: answer.releaseId };
}
