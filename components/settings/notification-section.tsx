"use client";

import { DeliveryLog } from "@/components/settings/delivery-log.tsx";
import { NotificationForm } from "@/components/settings/notification-form.tsx";
import { NotificationTargetRow } from "@/components/settings/notification-target-row.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { notificationEndpoints } from "@/lib/contracts/notifications.ts";

type NotificationSectionProps = {
  project: string;
  readRefusal: string | null;
  manageRefusal: string | null;
};

/** NotificationSection: where the project's news goes, and whether it arrived. */
export function NotificationSection({ project, readRefusal, manageRefusal }: NotificationSectionProps) {
  const targets = useEndpoint(
    notificationEndpoints.listNotificationTargets,
    { params: { project } },
    { isOn: readRefusal === null },
  );
  if (readRefusal !== null) return null;
  return (
    <Section title="Notifications" meta={manageRefusal} id="notifications">
      <ProblemCard error={targets.error} />
      {targets.data === undefined && !targets.error ? <SkeletonRows count={2} /> : null}
      {targets.data?.items.length === 0 ? (
        <EmptyState title="No target yet">
          Add a webhook or a mailbox, so that people hear of reviews, rollbacks and paused rollouts.
        </EmptyState>
      ) : null}
      <ul>
        {targets.data?.items.map((target) => (
          <NotificationTargetRow key={target.id} project={project} target={target} refusal={manageRefusal} />
        ))}
      </ul>
      {manageRefusal === null ? (
        <NotificationForm project={project} />
      ) : (
        <Button refusal={manageRefusal}>Add target</Button>
      )}
      <DeliveryLog project={project} refusal={manageRefusal} />
    </Section>
  );
}
