"use client";

import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { HookDeliveries } from "@/components/settings/hook-deliveries.tsx";
import { SecretOnce } from "@/components/settings/secret-once.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { CommandLine } from "@/components/ui/command-line.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { type HookState, hookEndpoints } from "@/lib/contracts/hooks.ts";

const REFETCH_MS = 10_000;

type GitHookSectionProps = {
  project: string;
  /** Where the git host sends its webhooks. */
  address: string;
  readRefusal: string | null;
  manageRefusal: string | null;
};

function Secret({ project, hook, refusal }: { project: string; hook: HookState; refusal: string | null }) {
  const rotate = useAct(hookEndpoints.rotateGitHookSecret);
  const end = useAct(hookEndpoints.endGitHook, { onSuccess: () => rotate.reset() });
  const make = (endOldSecret: boolean) => rotate.mutate({ params: { project }, body: { endOldSecret } });
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button isBusy={rotate.isPending} refusal={refusal} onClick={() => make(false)}>
          {hook.isOn ? "New secret" : "Make the secret"}
        </Button>
        {hook.isOn ? (
          <>
            <Button isBusy={rotate.isPending} refusal={refusal} onClick={() => make(true)}>
              New secret, end the old one now
            </Button>
            <ConfirmDialog
              verb="End"
              what="the webhook"
              title="End the webhook"
              description="Whatever the git host sends from now on is refused. Tupelo goes on looking by itself."
              refusal={refusal}
              isBusy={end.isPending}
              error={end.error}
              onConfirm={(done) => end.mutate({ params: { project } }, { onSuccess: done })}
            />
          </>
        ) : null}
      </div>
      <ProblemCard error={rotate.error} />
      {rotate.data ? (
        <SecretOnce title="Secret of the webhook, shown once" secret={rotate.data.secret}>
          Give it to the git host. It cannot be shown again.
        </SecretOnce>
      ) : null}
    </>
  );
}

function State({ hook }: { hook: HookState }) {
  if (!hook.isOn || hook.rotatedAt === null)
    return <p>It has no secret, so that every delivery is refused.</p>;
  return (
    <p>
      Its secret was made <RelativeTime at={hook.rotatedAt} />.
      {hook.oldSecretEndsAt === null ? null : (
        <>
          {" "}
          The one before it ends <RelativeTime at={hook.oldSecretEndsAt} />.
        </>
      )}
    </p>
  );
}

/** GitHookSection: the webhook by which the git host says that there may be news, its secret and what came. */
export function GitHookSection({ project, address, readRefusal, manageRefusal }: GitHookSectionProps) {
  const answer = useEndpoint(
    hookEndpoints.getGitHook,
    { params: { project } },
    { isOn: readRefusal === null, refetchMs: REFETCH_MS },
  );
  if (readRefusal !== null) return null;
  const hook = answer.data;
  return (
    <Section title="Webhook of the git host" meta={manageRefusal} id="git-hook">
      <ProblemCard error={answer.error} />
      {hook === undefined ? (
        <SkeletonRows count={2} />
      ) : (
        <div className="flex max-w-2xl flex-col gap-3">
          <p className="text-neutral">
            A delivery makes Tupelo look at the repository at once. Nothing is taken over from it.
          </p>
          <CommandLine command={address} />
          <State hook={hook} />
          <Secret project={project} hook={hook} refusal={manageRefusal} />
          <HookDeliveries deliveries={hook.deliveries} />
        </div>
      )}
    </Section>
  );
}
