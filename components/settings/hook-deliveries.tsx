import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { HookDelivery } from "@/lib/contracts/hooks.ts";

const WORDS: Record<HookDelivery["outcome"], string> = {
  queued: "looked at the repository",
  ping: "the webhook works",
  other_event: "ignored: not an event that tells of anything read here",
  other_repository: "ignored: not this project's repository",
};

/** HookDeliveries: the newest webhooks whose signature held, and what was made of each. */
export function HookDeliveries({ deliveries }: { deliveries: readonly HookDelivery[] }) {
  if (deliveries.length === 0) return <p className="text-meta text-neutral">Nothing has come yet.</p>;
  return (
    <Table label="Deliveries of the git host">
      <TableHead>
        <tr>
          <TableHeader>Came</TableHeader>
          <TableHeader>Event</TableHeader>
          <TableHeader>What was made of it</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {deliveries.map(({ deliveryId, event, outcome, receivedAt }) => (
          <TableRow key={deliveryId}>
            <TableCell>
              <RelativeTime at={receivedAt} />
            </TableCell>
            <TableCell className="mono" title={deliveryId}>
              {event}
            </TableCell>
            <TableCell>{WORDS[outcome]}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
