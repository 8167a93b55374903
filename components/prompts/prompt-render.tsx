"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { Button } from "@/components/ui/button.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { Textarea } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import type { ProblemError } from "@/lib/client/problem-error.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { type PromptVariable, promptEndpoints } from "@/lib/contracts/prompts.ts";

type Rendered = ResponseOf<typeof promptEndpoints.renderPrompt>;
type PromptRenderProps = {
  project: string;
  name: string;
  version: string;
  variables: readonly PromptVariable[];
};

/** The API takes 50 values; a prompt with more is filled in as far as they go. */
const MOST_VALUES = 50;

function Outcome({ rendered }: { rendered: Rendered }) {
  const { unresolved, tokens, text } = rendered;
  return (
    <div className="min-w-0 overflow-hidden rounded-md border">
      <div className="flex min-h-8 items-center justify-between gap-3 border-hair border-b bg-surface px-3 text-meta text-neutral">
        <span>
          {tokens === null ? "too long to count" : `${formatNumber(tokens)} tokens`}
          {unresolved.length === 0 ? "" : `, without a value: ${unresolved.join(", ")}`}
        </span>
        <CopyButton text={text} what="rendered text" />
      </div>
      <pre className="mono whitespace-pre-wrap px-3 py-2 leading-5 [overflow-wrap:anywhere]">{text}</pre>
    </div>
  );
}

/** PromptRender: what the model would be given with these values; nothing is stored and nothing is run. */
export function PromptRender({ project, name, version, variables }: PromptRenderProps) {
  const used = variables.filter(({ isUsed }) => isUsed).slice(0, MOST_VALUES);
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const textFor = ({ name: variable, example }: PromptVariable) => values.get(variable) ?? example ?? "";
  const rendering = useMutation<Rendered, ProblemError>({
    mutationFn: () =>
      callEndpoint(promptEndpoints.renderPrompt, {
        params: { project, name, version },
        body: {
          values: used
            .filter((variable) => textFor(variable) !== "")
            .map((variable) => ({ name: variable.name, value: textFor(variable) })),
        },
      }),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    rendering.mutate();
  }
  return (
    <Section title="With example values" meta="nothing is stored, no model is called">
      <form onSubmit={submit} className="flex flex-col gap-3 rounded-md border px-4 py-3">
        <div className="grid gap-3 md:grid-cols-2">
          {used.map((variable) => (
            <Field key={variable.name} label={<span className="mono">{variable.name}</span>}>
              <Textarea
                rows={1}
                maxLength={20_000}
                value={textFor(variable)}
                onChange={(event) => setValues(new Map(values).set(variable.name, event.target.value))}
              />
            </Field>
          ))}
        </div>
        <div>
          <Button type="submit" isBusy={rendering.isPending}>
            {rendering.isPending ? "Filling in" : "Fill in"}
          </Button>
        </div>
      </form>
      <ProblemCard error={rendering.error} />
      {rendering.data ? <Outcome rendered={rendering.data} /> : null}
    </Section>
  );
}
