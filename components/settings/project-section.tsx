"use client";

import { useState } from "react";
import { OnCallField } from "@/components/settings/on-call-field.tsx";
import { RequiredKinds } from "@/components/settings/required-kinds.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { type ProjectSettings, projectEndpoints } from "@/lib/contracts/projects.ts";
import { loweredFloors } from "@/lib/domain/policy/lowered-floors.ts";

type ProjectSectionProps = {
  project: string;
  /** Kinds that tupelo.yaml asks for, whatever is chosen here. */
  requiredInGit: readonly string[];
  /** Why the members cannot be listed, to choose who is on call; null when they can. */
  membersRefusal: string | null;
  refusal: string | null;
};

const NUMBERS = [
  ["minReviewers", "Fewest reviewers", 10],
  ["reconciliationHours", "Hours until a reconciliation is late", 720],
  ["postReviewHours", "Hours until an emergency is looked at", 720],
] as const;

type Draft = { draft: ProjectSettings; onChange: (change: Partial<ProjectSettings>) => void };

function Basics({ draft, onChange, project, membersRefusal }: Draft & ProjectSectionProps) {
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <Field label="Name">
        <Input value={draft.name} onChange={(event) => onChange({ name: event.target.value })} />
      </Field>
      {NUMBERS.map(([name, label, max]) => (
        <Field key={name} label={label}>
          <Input
            type="number"
            min={1}
            max={max}
            value={draft[name]}
            onChange={(event) => onChange({ [name]: Number(event.target.value) })}
          />
        </Field>
      ))}
      <OnCallField
        project={project}
        readRefusal={membersRefusal}
        accountId={draft.onCallAccountId}
        onChange={(onCallAccountId) => onChange({ onCallAccountId })}
      />
      <Field label="On-call contact" hint="A channel or a number, in words; it stands beside the account.">
        <Input
          value={draft.onCallContact ?? ""}
          onChange={(event) => onChange({ onCallContact: event.target.value || null })}
        />
      </Field>
    </div>
  );
}

function Form({ settings, ...props }: ProjectSectionProps & { settings: ProjectSettings }) {
  const { project, requiredInGit, refusal } = props;
  const [draft, setDraft] = useState(settings);
  const [reason, setReason] = useState("");
  const change = useAct(projectEndpoints.changeProjectSettings, {
    onSuccess: () => toast({ title: "The settings are saved", tone: "good" }),
  });
  const onChange = (part: Partial<ProjectSettings>) => setDraft({ ...draft, ...part });
  const lowered = loweredFloors(settings, draft);
  function send() {
    const { version, ...body } = draft;
    const words = reason.trim() === "" ? {} : { reason };
    change.mutate({ params: { project }, body: { ...body, ...words, expectedVersion: version } });
  }
  return (
    <div className="flex flex-col gap-3">
      <Basics {...props} draft={draft} onChange={onChange} />
      <RequiredKinds
        chosen={draft.requiredKinds}
        inGit={requiredInGit}
        onChange={(requiredKinds) => onChange({ requiredKinds })}
      />
      <Checkbox
        label="Only signed traffic"
        hint="Recording refuses what names a release without a gateway's signed assignment, shadows too."
        checked={draft.onlySignedTraffic}
        onChange={(event) => onChange({ onlySignedTraffic: event.target.checked })}
      />
      {lowered.length > 0 ? (
        <Field label="Reason, needed to lower a floor" hint={`${lowered.join(", ")}.`}>
          <Input value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      ) : null}
      <div>
        <Button isBusy={change.isPending} refusal={refusal} onClick={send}>
          Save
        </Button>
      </div>
      <ProblemCard error={change.error} />
    </div>
  );
}

/** ProjectSection: the floors that git and policies may only raise, who is on call, and the deadlines. */
export function ProjectSection(props: ProjectSectionProps) {
  const { project } = props;
  const answer = useEndpoint(projectEndpoints.getProjectSettings, { params: { project } });
  return (
    <Section title="Project" meta="changed by an admin; everybody here may read it" id="project">
      <ProblemCard error={answer.error} />
      {answer.data === undefined ? null : (
        <Form key={answer.data.version} {...props} settings={answer.data} />
      )}
    </Section>
  );
}
