"use client";

import { useState } from "react";
import { NotificationEvents } from "@/components/settings/notification-events.tsx";
import { SecretOnce } from "@/components/settings/secret-once.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { notificationEndpoints, type TargetRow } from "@/lib/contracts/notifications.ts";
import { isNewsType } from "@/lib/domain/notifications/news-types.ts";

type TargetProps = { project: string; target: TargetRow; refusal: string | null };

function TargetSecret({ project, target, refusal }: TargetProps) {
  const rotate = useAct(notificationEndpoints.rotateNotificationSecret);
  const send = (endOldSecret: boolean) =>
    rotate.mutate({
      params: { project, targetId: target.id },
      body: { endOldSecret, expectedVersion: target.version },
    });
  return (
    <>
      <Button isBusy={rotate.isPending} refusal={refusal} onClick={() => send(false)}>
        New secret
      </Button>
      <Button isBusy={rotate.isPending} refusal={refusal} onClick={() => send(true)}>
        New secret, end the old ones
      </Button>
      <ProblemCard error={rotate.error} />
      {rotate.data ? (
        <SecretOnce title="New secret, shown once" secret={rotate.data.secret}>
          Give it to the receiver. It cannot be shown again.
        </SecretOnce>
      ) : null}
    </>
  );
}

/** NotificationTargetRow: one target with its news, its switch, its secret and a test. */
export function NotificationTargetRow({ project, target, refusal }: TargetProps) {
  const [events, setEvents] = useState(() => target.events.filter(isNewsType));
  const { id: targetId, isEnabled, version: expectedVersion } = target;
  const change = useAct(notificationEndpoints.changeNotificationTarget);
  const test = useAct(notificationEndpoints.testNotificationTarget, {
    onSuccess: () => toast({ title: "A test message is on its way", tone: "good" }),
  });
  const save = (next: boolean) =>
    change.mutate({ params: { project, targetId }, body: { events, isEnabled: next, expectedVersion } });
  const noEvents = events.length === 0 ? "Choose at least one kind of news." : null;
  return (
    <li className="flex flex-col gap-2 border-b py-2">
      <p>
        <span className="text-neutral">{target.kind === "webhook" ? "Webhook" : "E-mail"}</span>{" "}
        <span className="mono break-all">{target.address}</span>
        {isEnabled ? null : <span className="text-warn"> switched off</span>}
        {target.hasOldSecret ? <span className="text-neutral"> two secrets sign</span> : null}
      </p>
      <details>
        <summary className="text-meta text-neutral">
          Change <span className="sr-only">{target.address}</span>
        </summary>
        <div className="mt-2 flex flex-col items-start gap-2">
          <NotificationEvents events={events} onChange={(next) => setEvents([...next])} />
          <Button isBusy={change.isPending} refusal={refusal ?? noEvents} onClick={() => save(isEnabled)}>
            Save
          </Button>
          <Button isBusy={change.isPending} refusal={refusal ?? noEvents} onClick={() => save(!isEnabled)}>
            {isEnabled ? "Switch off" : "Switch on"}
          </Button>
          {target.kind === "webhook" ? (
            <TargetSecret project={project} target={target} refusal={refusal} />
          ) : null}
          <Button
            isBusy={test.isPending}
            refusal={refusal ?? (isEnabled ? null : "The target is switched off.")}
            onClick={() => test.mutate({ params: { project, targetId }, body: {} })}
          >
            Send test
          </Button>
          <ProblemCard error={change.error ?? test.error} />
        </div>
      </details>
    </li>
  );
}
