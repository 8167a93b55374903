"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { type ProjectSettings, projectEndpoints } from "@/lib/contracts/projects.ts";

type ProjectSectionProps = { project: string; refusal: string | null };

const NUMBERS = [
  ["minReviewers", "Fewest reviewers", 10],
  ["reconciliationHours", "Hours until a reconciliation is late", 720],
  ["postReviewHours", "Hours until an emergency is looked at", 720],
] as const;

function Form({ project, settings, refusal }: ProjectSectionProps & { settings: ProjectSettings }) {
  const [draft, setDraft] = useState(settings);
  const [reason, setReason] = useState("");
  const change = useAct(projectEndpoints.changeProjectSettings);
  function send() {
    const { version, ...body } = draft;
    const words = reason.trim() === "" ? {} : { reason };
    change.mutate({ params: { project }, body: { ...body, ...words, expectedVersion: version } });
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 md:grid-cols-2">
        <Field label="Name">
          <Input value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
        </Field>
        <Field label="On-call contact">
          <Input
            value={draft.onCallContact ?? ""}
            onChange={(event) => setDraft({ ...draft, onCallContact: event.target.value || null })}
          />
        </Field>
        {NUMBERS.map(([name, label, max]) => (
          <Field key={name} label={label}>
            <Input
              type="number"
              min={1}
              max={max}
              value={draft[name]}
              onChange={(event) => setDraft({ ...draft, [name]: Number(event.target.value) })}
            />
          </Field>
        ))}
        <Field label="Reason, needed to lower a floor">
          <Input value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
      <div>
        <Button isBusy={change.isPending} refusal={refusal} onClick={send}>
          Save
        </Button>
      </div>
      <ProblemCard error={change.error} />
    </div>
  );
}

/** ProjectSection: the floors that git and policies may only raise, the on-call contact, and the deadlines. */
export function ProjectSection({ project, refusal }: ProjectSectionProps) {
  const answer = useEndpoint(projectEndpoints.getProjectSettings, { params: { project } });
  const required = answer.data?.requiredKinds.join(", ") || "none beside those that git names";
  return (
    <Section title="Project" meta={`required kinds: ${required}`} id="project">
      <ProblemCard error={answer.error} />
      {answer.data === undefined ? null : (
        <Form key={answer.data.version} project={project} settings={answer.data} refusal={refusal} />
      )}
    </Section>
  );
}
