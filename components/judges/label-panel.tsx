"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { type CaseToLabel, judgeEndpoints } from "@/lib/contracts/judges.ts";

type Answer = ResponseOf<typeof judgeEndpoints.labelCase>;
type LabelPanelProps = { project: string; name: string; version: string; refusal: string | null };

function Text({ title, text }: { title: string; text: string | null }) {
  return (
    <div className="min-w-0 rounded-md border bg-surface px-3 py-2">
      <h3 className="text-meta text-neutral">{title}</h3>
      <p className="max-h-72 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]">
        {text ?? <span className="text-neutral">not reported</span>}
      </p>
    </div>
  );
}

function JudgeSays({ answer, isShownFor }: { answer: Answer; isShownFor: string }) {
  const word = answer.judgePassed ? "passed" : "failed";
  return (
    <Callout
      role={answer.agrees ? "good" : "warn"}
      title={`${answer.agrees ? "The judge agrees" : "The judge disagrees"} on ${isShownFor}: it ${word} this answer`}
    >
      {answer.judgeReason ?? "It gave no reason."}
    </Callout>
  );
}

/** LabelPanel: one judged answer at a time; the judge's word is shown only once the person has given his own. */
export function LabelPanel({ project, name, version, refusal }: LabelPanelProps) {
  const params = { project, name, version };
  const [comment, setComment] = useState("");
  const [labelled, setLabelled] = useState<{ caseId: string; answer: Answer } | null>(null);
  const open = useEndpoint(
    judgeEndpoints.listCasesToLabel,
    { params, query: { limit: 1 } },
    { isOn: refusal === null },
  );
  const act = useAct(judgeEndpoints.labelCase);
  if (refusal !== null) {
    return (
      <Section title="Label answers" id="label">
        <Button refusal={refusal}>Label an answer</Button>
      </Section>
    );
  }
  const next: CaseToLabel | undefined = open.data?.items[0];
  const say = (item: CaseToLabel, passed: boolean) => {
    const { runNumber, position, caseId } = item;
    act.mutate(
      { params, body: { runNumber, position, passed, comment } },
      {
        onSuccess: (answer) => {
          setComment("");
          setLabelled({ caseId, answer });
        },
      },
    );
  };
  const isBusy = act.isPending || open.isFetching;
  return (
    <Section
      id="label"
      title="Label answers"
      meta={open.data ? `${open.data.left} that you have not labelled` : undefined}
    >
      <ProblemCard error={open.error ?? act.error} />
      <div aria-live="polite">
        {labelled === null ? null : <JudgeSays answer={labelled.answer} isShownFor={labelled.caseId} />}
      </div>
      {open.data === undefined && !open.error ? <SkeletonRows count={3} /> : null}
      {open.data && next === undefined ? (
        <p className="text-neutral">
          Nothing is left to label. Answers appear here after an eval run of a release with this judge.
        </p>
      ) : null}
      {next === undefined ? null : (
        <div className="flex min-w-0 flex-col gap-3">
          <p className="text-meta text-neutral">{`Case ${next.caseId} of run ${next.runNumber}. What the judge said is hidden until you have.`}</p>
          <Text title="Input" text={next.input} />
          <Text title="Output" text={next.output} />
          <Field label="Comment" hint="Optional; others see it beside your label.">
            <Textarea value={comment} maxLength={2000} onChange={(event) => setComment(event.target.value)} />
          </Field>
          <div className="flex gap-2">
            <Button isBusy={isBusy} onClick={() => say(next, true)}>
              Good answer
            </Button>
            <Button isBusy={isBusy} onClick={() => say(next, false)}>
              Bad answer
            </Button>
          </div>
        </div>
      )}
    </Section>
  );
}
