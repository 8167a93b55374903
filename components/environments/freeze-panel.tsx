"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { type FreezeRow, freezeEndpoints } from "@/lib/contracts/freezes.ts";

type FreezePanelProps = { project: string; environment: string; refusal: string | null };

function Row({ project, freeze, refusal }: { project: string; freeze: FreezeRow; refusal: string | null }) {
  const end = useAct(freezeEndpoints.endFreeze);
  const isOpen = freeze.state === "planned" || freeze.state === "active";
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
      <div className="min-w-0">
        <p>
          <b>{freeze.state}</b>: {freeze.reason}
        </p>
        <p className="text-meta text-neutral">
          From <RelativeTime at={freeze.startsAt} /> to <RelativeTime at={freeze.endsAt} />, by{" "}
          {freeze.createdByName}
          {freeze.endedByName === null ? null : `; ended by ${freeze.endedByName}`}.
        </p>
        <ProblemCard error={end.error} />
      </div>
      {isOpen ? (
        <Button
          isBusy={end.isPending}
          refusal={refusal}
          onClick={() => end.mutate({ params: { project, id: freeze.id }, body: {} })}
        >
          End it now
        </Button>
      ) : null}
    </li>
  );
}

/** FreezePanel: when nothing is merged here, and why. Reviews and every way back go on. */
export function FreezePanel({ project, environment, refusal }: FreezePanelProps) {
  const answer = useEndpoint(freezeEndpoints.listFreezes, { params: { project, environment } });
  const plan = useAct(freezeEndpoints.planFreeze);
  const [draft, setDraft] = useState({ startsAt: "", endsAt: "", reason: "" });
  const isWhole = draft.startsAt !== "" && draft.endsAt !== "" && draft.reason.trim() !== "";
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  function send() {
    const { startsAt, endsAt, reason } = draft;
    const times = { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString() };
    plan.mutate({ params: { project, environment }, body: { ...times, reason } });
  }
  const items = answer.data?.items ?? [];
  return (
    <Section title="Freezes" meta="nothing is merged; reviews and every way back go on" id="freezes">
      <ProblemCard error={answer.error ?? plan.error} />
      {items.length === 0 ? <p className="text-neutral">No freeze was ever planned here.</p> : null}
      <ul className="divide-y divide-hair">
        {items.map((freeze) => (
          <Row key={freeze.id} project={project} freeze={freeze} refusal={refusal} />
        ))}
      </ul>
      <div className="grid gap-3 md:grid-cols-3">
        <Field label="From">
          <Input
            type="datetime-local"
            value={draft.startsAt}
            onChange={(event) => set({ startsAt: event.target.value })}
          />
        </Field>
        <Field label="Until">
          <Input
            type="datetime-local"
            value={draft.endsAt}
            onChange={(event) => set({ endsAt: event.target.value })}
          />
        </Field>
        <Field label="Reason, kept in the audit log">
          <Input value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />
        </Field>
      </div>
      <Button
        isBusy={plan.isPending}
        refusal={refusal ?? (isWhole ? null : "Say from when, until when and why.")}
        onClick={send}
      >
        Plan a freeze
      </Button>
    </Section>
  );
}
