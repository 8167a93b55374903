import { sessionProgress, sessionStatus } from "@/components/eval-sessions/session-words.ts";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import type { EvalSessionResponse } from "@/lib/contracts/eval-sessions.ts";

/** SessionProgress: the state and how far it is in words, then a bar. */
export function SessionProgress({ session }: { session: EvalSessionResponse }) {
  const { role, word } = sessionStatus(session);
  const share = session.caseCount === 0 ? 0 : Math.min(100, (100 * session.doneCount) / session.caseCount);
  const words = sessionProgress(session);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <RoleBadge role={role} isLive={session.state === "running"}>
          {word}
        </RoleBadge>
        <span className="text-meta text-neutral">{words}</span>
      </p>
      <svg
        role="img"
        aria-label={`${Math.floor(share)} % measured`}
        className="block h-1 w-full"
        width="100%"
        height="4"
      >
        <rect x="0" y="0" rx="2" height="4" width="100%" fill="var(--neutral-tint)" />
        <rect x="0" y="0" rx="2" height="4" width={`${share}%`} fill="var(--active)" />
      </svg>
    </div>
  );
}
