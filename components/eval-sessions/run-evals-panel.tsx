"use client";

import Link from "next/link";
import { useState } from "react";
import { SessionProgress } from "@/components/eval-sessions/session-progress.tsx";
import { budgetOf } from "@/components/eval-sessions/session-words.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";

export type RunEvalsPanelProps = {
  project: string;
  releaseId: string;
  /** Why the viewer may not run evals; null when allowed. */
  refusal: string | null;
};

type Draft = { repeats: string; budget: string; under: string };

function problemOf({ repeats, budget, under }: Draft): string | null {
  if (!/^([1-9]|10)$/.test(repeats.trim())) return "Each case is asked from 1 to 10 times.";
  const read = budgetOf(budget);
  if ("problem" in read) return read.problem;
  if (under.trim() !== "" && !/^[0-9a-f]{10}$/.test(under.trim())) return "A release id has 10 hex digits.";
  return null;
}

/** RunEvalsPanel: run the release's golden set from here, and what runs or ran already. */
export function RunEvalsPanel({ project, releaseId, refusal }: RunEvalsPanelProps) {
  const [draft, setDraft] = useState<Draft>({ repeats: "1", budget: "", under: "" });
  const sessions = useEndpoint(
    evalSessionEndpoints.listEvalSessions,
    { params: { project }, query: { release: releaseId, limit: "5" } },
    { refetchMs: 3_000 },
  );
  const start = useAct(evalSessionEndpoints.startEvalSession);
  const why = refusal ?? sessions.data?.notConfigured ?? problemOf(draft);
  const set = (name: keyof Draft) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value });

  function send() {
    const budget = budgetOf(draft.budget);
    const budgetUsd = "budgetUsd" in budget ? budget.budgetUsd : null;
    const under = draft.under.trim() === "" ? null : draft.under.trim();
    const body = { releaseId, repeats: Number(draft.repeats), budgetUsd, under };
    start.mutate(
      { params: { project }, body },
      { onSuccess: ({ number }) => toast({ title: `Eval session ${number} started`, tone: "good" }) },
    );
  }

  return (
    <Card className="flex flex-col gap-3">
      <h3 className="font-semibold text-body">Run evals</h3>
      <div className="grid grid-cols-3 gap-3 phone:grid-cols-1">
        <Field label="Times each case" hint="More than once shows flaky cases.">
          <Input inputMode="numeric" value={draft.repeats} onChange={set("repeats")} />
        </Field>
        <Field label="Budget, US dollars" hint="Empty: no limit.">
          <Input inputMode="decimal" value={draft.budget} onChange={set("budget")} />
        </Field>
        <Field label="Measured with the instruments of" hint="A release id; empty: its own.">
          <Input className="mono" value={draft.under} onChange={set("under")} />
        </Field>
      </div>
      <Button refusal={why} isBusy={start.isPending} onClick={send}>
        Run evals
      </Button>
      <ProblemCard error={start.error ?? sessions.error} />
      {(sessions.data?.items.length ?? 0) > 0 ? (
        <ul className="flex flex-col gap-3" aria-label="Eval sessions of this release">
          {sessions.data?.items.map((session) => (
            <li key={session.number} className="flex flex-col gap-1">
              <Link className="text-body underline" href={`/${project}/evals/sessions/${session.number}`}>
                {`Eval session ${session.number}`}
              </Link>
              <SessionProgress session={session} />
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
