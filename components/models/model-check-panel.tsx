"use client";

import { MODEL_VERDICT_WORDS } from "@/components/models/model-verdict-words.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { type ModelCheckResponse, modelEndpoints } from "@/lib/contracts/models.ts";

type ModelCheckPanelProps = { project: string; name: string; version: string };

/** ModelCheckPanel: whether alias and digest in the model registry are those that git names, and since when. */
export function ModelCheckPanel({ project, name, version }: ModelCheckPanelProps) {
  const params = { project, name, version };
  const answer = useEndpoint(modelEndpoints.getModelChecks, { params });
  const check = useAct(modelEndpoints.checkModel);
  const items = answer.data?.items ?? [];
  return (
    <Section
      title="Model registry"
      meta={items.length === 0 ? undefined : items.length === 1 ? "1 check" : `${items.length} checks`}
    >
      <ProblemCard error={check.error ?? answer.error} />
      {answer.data && items.length === 0 ? (
        <EmptyState title="Not checked yet">
          A check asks the MLflow server whether it has the digest that git names. It changes nothing there.
        </EmptyState>
      ) : null}
      {items.length === 0 ? null : (
        <ul className="flex flex-col gap-3">
          {items.map((item) => (
            <CheckItem key={item.id} check={item} />
          ))}
        </ul>
      )}
      <div>
        <Button
          refusal={answer.data?.refusal}
          isBusy={check.isPending || answer.data === undefined}
          onClick={() => check.mutate({ params, body: {} })}
        >
          {check.isPending ? "Asking the registry" : "Check now"}
        </Button>
      </div>
    </Section>
  );
}

function CheckItem({ check }: { check: ModelCheckResponse }) {
  const { role, word } = MODEL_VERDICT_WORDS[check.verdict];
  return (
    <li className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-2">
        <RoleBadge role={role}>{word}</RoleBadge>
        <span className="text-meta text-neutral">
          <RelativeTime at={check.checkedAt} /> by {check.checkedByName}
        </span>
      </div>
      {check.sentences.map((sentence) => (
        <p key={sentence} className="break-words">
          {sentence}
        </p>
      ))}
      <p className="break-words text-meta text-neutral">
        {check.registryUri === null ? null : <span className="mono">{check.registryUri}</span>}
        {check.aliases.length === 0 ? null : ` Aliases of this version: ${check.aliases.join(", ")}.`}
      </p>
    </li>
  );
}
