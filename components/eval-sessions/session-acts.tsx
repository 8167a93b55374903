"use client";

import { useState } from "react";
import { budgetOf } from "@/components/eval-sessions/session-words.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { type EvalSessionResponse, evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";
import { isOpenSession } from "@/lib/domain/evals/session-state.ts";

type SessionActsProps = { project: string; session: EvalSessionResponse; refusal: string | null };

/** SessionActs: stop what runs, go on with what stopped. What is paid for is kept either way. */
export function SessionActs(props: SessionActsProps) {
  if (props.session.state === "finished") return null;
  return isOpenSession(props.session.state) ? <StopSession {...props} /> : <ResumeSession {...props} />;
}

function StopSession({ project, session, refusal }: SessionActsProps) {
  const stop = useAct(evalSessionEndpoints.stopEvalSession);
  const input = { params: { project, number: String(session.number) }, body: {} };
  const told = () => toast({ title: "Asked the session to stop", tone: "good" });
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        refusal={refusal ?? (session.isStopping ? "It stops when what is under way has ended." : null)}
        isBusy={stop.isPending}
        onClick={() => stop.mutate(input, { onSuccess: told })}
      >
        Stop
      </Button>
      <ProblemCard error={stop.error} />
    </div>
  );
}

/** A session that its budget ended goes on only with a higher one, so the budget is asked for beside the button. */
function ResumeSession({ project, session, refusal }: SessionActsProps) {
  const resume = useAct(evalSessionEndpoints.resumeEvalSession);
  const [text, setText] = useState(session.budgetUsd === null ? "" : String(session.budgetUsd));
  const budget = budgetOf(text);
  const told = () => toast({ title: "The session goes on; nothing is paid twice", tone: "good" });
  const send = (budgetUsd: number | null) =>
    resume.mutate(
      { params: { project, number: String(session.number) }, body: { budgetUsd } },
      { onSuccess: told },
    );
  return (
    <div className="flex flex-col items-start gap-2">
      <Field
        label="Budget, US dollars"
        hint="For the whole session, with what it spent already. Empty: no limit."
      >
        <Input inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Button
        refusal={refusal ?? ("problem" in budget ? budget.problem : null)}
        isBusy={resume.isPending}
        onClick={() => {
          if ("budgetUsd" in budget) send(budget.budgetUsd);
        }}
      >
        Resume
      </Button>
      <ProblemCard error={resume.error} />
    </div>
  );
}
