"use client";

import { useState } from "react";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { type DeliveryRow, notificationEndpoints } from "@/lib/contracts/notifications.ts";

const REFETCH_MS = 10_000;
const PAGE = 20;

type DeliveryLogProps = { project: string; refusal: string | null };

function DeliveryState({ delivery }: { delivery: DeliveryRow }) {
  const { state, deliveredAt, nextTryAt, lastError, attempts } = delivery;
  if (state === "delivered")
    return <span>delivered {deliveredAt ? <RelativeTime at={deliveredAt} /> : null}</span>;
  return (
    <span className={state === "failed" ? "text-bad" : undefined}>
      {state === "failed" ? "failed" : "waiting"}
      {attempts > 0 ? ` after ${attempts} ${attempts === 1 ? "try" : "tries"}` : ""}
      {lastError ? `: ${lastError}` : ""}
      {nextTryAt ? (
        <>
          {" "}
          Next try <RelativeTime at={nextTryAt} />
        </>
      ) : null}
    </span>
  );
}

function DeliveryLine({ project, delivery, refusal }: DeliveryLogProps & { delivery: DeliveryRow }) {
  const retry = useAct(notificationEndpoints.retryNotificationDelivery);
  return (
    <TableRow>
      <TableCell>{delivery.sentence}</TableCell>
      <TableCell className="mono min-w-64 [overflow-wrap:anywhere]">{delivery.address}</TableCell>
      <TableCell>
        <DeliveryState delivery={delivery} />
        <ProblemCard error={retry.error} />
      </TableCell>
      <TableCell className="text-right">
        {delivery.state === "delivered" ? null : (
          <Button
            disabled={refusal !== null}
            title={refusal ?? undefined}
            isBusy={retry.isPending}
            onClick={() => retry.mutate({ params: { project, deliveryId: delivery.id }, body: {} })}
          >
            Try again<span className="sr-only"> {delivery.sentence}</span>
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

/** DeliveryLog: what people were told and whether it arrived, newest first. */
export function DeliveryLog({ project, refusal }: DeliveryLogProps) {
  const [cursor, setCursor] = useState<string | null>(null);
  const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
  const log = useEndpoint(
    notificationEndpoints.listNotifications,
    { params: { project }, query },
    { refetchMs: REFETCH_MS },
  );
  if (log.data === undefined) return <ProblemCard error={log.error} />;
  const { items, nextCursor } = log.data;
  if (items.length === 0) return <p className="text-meta text-neutral">Nothing was sent yet.</p>;
  return (
    <>
      <Table label="Deliveries">
        <TableHead>
          <tr>
            <TableHeader>News</TableHeader>
            <TableHeader>To</TableHeader>
            <TableHeader>State</TableHeader>
            <TableHeader>
              <span className="sr-only">Act</span>
            </TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {items.map((delivery) => (
            <DeliveryLine key={delivery.id} project={project} delivery={delivery} refusal={refusal} />
          ))}
        </TableBody>
      </Table>
      <PageSteps
        count={items.length}
        noun="deliveries"
        cursor={cursor}
        nextCursor={nextCursor}
        onGo={setCursor}
      />
    </>
  );
}
