"use client";

import { type EnvironmentState, stateOf } from "@/components/environments/served.ts";
import { type BadgeVariant, StatusBadge } from "@/components/status/status-badge.tsx";
import { formatDuration, toDate } from "@/components/ui/format-time.ts";
import { useNow } from "@/components/ui/use-now.ts";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

type EnvironmentBadgeProps = { environment: EnvironmentDetail; isSolid?: boolean };

const NEEDS_PERSON: readonly EnvironmentState[] = ["reconciling", "drift"];

/** EnvironmentBadge: an environment's one word; solid for the one that needs a person. */
export function EnvironmentBadge({ environment, isSolid = false }: EnvironmentBadgeProps) {
  const now = useNow();
  const state = stateOf(environment);
  const variant: BadgeVariant = isSolid && NEEDS_PERSON.includes(state) ? "solid" : "tint";
  const openedAt = environment.reconciliation ? toDate(environment.reconciliation.openedAt) : null;
  const detail = openedAt && now ? formatDuration(now.getTime() - openedAt.getTime()) : undefined;
  return <StatusBadge family="environment" state={state} variant={variant} detail={detail} />;
}
