"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Page } from "@/components/layout/page.tsx";
import { type Draft, kindChoices, missingKinds, withoutKey } from "@/components/releases/draft.ts";
import { DraftDiff } from "@/components/releases/draft-diff.tsx";
import { KindFields } from "@/components/releases/kind-fields.tsx";
import type { DiffChoice } from "@/components/releases/release-diff.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Select } from "@/components/ui/select.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import type { ArtifactVersionRow } from "@/lib/contracts/artifacts.ts";
import { type ReleaseDetail, releaseEndpoints } from "@/lib/contracts/releases.ts";
import type { ReleasePart } from "@/lib/domain/releases/release-part.ts";

type ComposePageProps = {
  project: string;
  versions: readonly ArtifactVersionRow[];
  required: readonly string[];
  /** The release the draft starts from; null for an empty draft. */
  base: ReleaseDetail | null;
  /** What one may start from, the desired release of production first. */
  starts: readonly DiffChoice[];
  refusal: string | null;
};

type StartSelectProps = Pick<ComposePageProps, "project" | "base" | "starts">;

function StartSelect({ project, base, starts }: StartSelectProps) {
  const router = useRouter();
  const id = useId();
  const isListed = starts.some((start) => start.id === base?.id);
  return (
    <label htmlFor={id} className="flex max-w-md flex-col gap-1 text-meta text-neutral">
      Start from
      <Select
        id={id}
        value={base?.id ?? "nothing"}
        onChange={(event) => router.push(`/${project}/releases/new?from=${event.target.value}`)}
      >
        {base && !isListed ? <option value={base.id}>{base.id}</option> : null}
        {starts.map((start) => (
          <option key={start.id} value={start.id}>
            {`${start.label} (${start.id})`}
          </option>
        ))}
        <option value="nothing">nothing</option>
      </Select>
    </label>
  );
}

/** A refusal points at a part by its place in what was sent: `/components/2`, or a field of it. */
function placeOf(pointer: string): number | null {
  const match = /^\/components\/(\d+)/.exec(pointer);
  return match ? Number(match[1]) : null;
}

function useCompose(project: string, draft: Draft) {
  const router = useRouter();
  const [sent, setSent] = useState<Draft>([]);
  const create = useAct(releaseEndpoints.createRelease);
  const errorOf = (part: ReleasePart) => {
    const place = sent.indexOf(part);
    const found = create.error?.errors.find((each) => place >= 0 && placeOf(each.pointer) === place);
    return found?.message ?? null;
  };
  const send = () => {
    setSent(draft);
    create.mutate(
      {
        params: { project },
        body: {
          components: draft.map(({ kind, name, version, digest }) => ({ kind, name, version, digest })),
        },
      },
      {
        onSuccess: ({ id, created }) => {
          toast({
            title: created ? `Release ${id} composed` : `This tuple is release ${id} already`,
            tone: "good",
          });
          router.push(`/${project}/releases/${id}`);
        },
      },
    );
  };
  return { send, errorOf, error: create.error, isBusy: create.isPending };
}

/** ComposePage pins one version of each part; the server makes the id and refuses what floats. */
export function ComposePage({ project, versions, required, base, starts, refusal }: ComposePageProps) {
  const [draft, setDraft] = useState<Draft>(() => (base?.parts ?? []).map(withoutKey));
  const { send, errorOf, error, isBusy } = useCompose(project, draft);
  const missing = missingKinds(draft, required);
  return (
    <Page>
      <PageHead
        title="New release"
        description="Pin one version of each part. The same tuple is always the same release."
        actions={
          <Button
            variant="primary"
            size="md"
            isBusy={isBusy}
            refusal={refusal ?? (draft.length === 0 ? "Choose at least one part." : null)}
            onClick={send}
          >
            Compose release
          </Button>
        }
      />
      <ProblemCard error={error} />
      <StartSelect project={project} base={base} starts={starts} />
      {versions.length === 0 ? (
        <EmptyState title="The registry is empty" command="git push origin main">
          Versions appear here once the worker has read the ops repository. Commit a tupelo.yaml and the files
          that its layout names.
        </EmptyState>
      ) : (
        <Section
          title="Parts"
          meta={
            missing.length === 0
              ? "all required kinds are chosen"
              : `still required for a promotion: ${missing.join(", ")}`
          }
        >
          <div className="rounded-md border">
            {kindChoices(versions, required).map((choice) => (
              <KindFields
                key={choice.kind}
                choice={choice}
                draft={draft}
                onChange={setDraft}
                errorOf={errorOf}
              />
            ))}
          </div>
        </Section>
      )}
      <DraftDiff project={project} base={base} draft={draft} />
    </Page>
  );
}
