"use client";

import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { type EvalSessionResponse, evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";
import { isOpenSession } from "@/lib/domain/evals/session-state.ts";

type SessionActsProps = { project: string; session: EvalSessionResponse; refusal: string | null };

/** SessionActs: stop what runs, go on with what stopped. What is paid for is kept either way. */
export function SessionActs({ project, session, refusal }: SessionActsProps) {
  const stop = useAct(evalSessionEndpoints.stopEvalSession);
  const resume = useAct(evalSessionEndpoints.resumeEvalSession);
  const input = { params: { project, number: String(session.number) }, body: {} };
  if (session.state === "finished") return null;
  const isOpen = isOpenSession(session.state);
  const act = isOpen ? stop : resume;
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        refusal={refusal ?? (session.isStopping ? "It stops when what is under way has ended." : null)}
        isBusy={act.isPending}
        onClick={() =>
          act.mutate(input, {
            onSuccess: () =>
              toast({
                title: isOpen ? "Asked the session to stop" : "The session goes on; nothing is paid twice",
                tone: "good",
              }),
          })
        }
      >
        {isOpen ? "Stop" : "Resume"}
      </Button>
      <ProblemCard error={act.error} />
    </div>
  );
}
