import Link from "next/link";
import type { ReactNode } from "react";
import { eventWords, inEnvironment } from "@/components/audit/event-words.ts";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Card } from "@/components/ui/card.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { AuditEventRow } from "@/lib/contracts/audit.ts";
import type { PromotionSummary } from "@/lib/contracts/promotions.ts";

type TodayProps = {
  project: string;
  /** null for whoever may not read the audit log. */
  events: readonly AuditEventRow[] | null;
  promotions: readonly PromotionSummary[];
};

function Row({ at, children }: { at: string; children: ReactNode }) {
  return (
    <li className="flex gap-3 py-1">
      <span className="w-20 shrink-0 text-neutral">
        <RelativeTime at={at} />
      </span>
      <span className="min-w-0 flex-1 break-words">{children}</span>
    </li>
  );
}

function Events({ events }: { events: readonly AuditEventRow[] }) {
  return events.map((event) => (
    <Row key={event.seq} at={event.at}>
      {[event.actorName, eventWords(event), inEnvironment(event)].filter(Boolean).join(" ")}
      {event.reason ? <span className="text-neutral">: {event.reason}</span> : null}
    </Row>
  ));
}

function Promotions({ project, promotions }: Pick<TodayProps, "project" | "promotions">) {
  return promotions.map((promotion) => (
    <Row key={promotion.number} at={promotion.createdAt}>
      <Link href={`/${project}/promotions/${promotion.number}`} className="text-active hover:underline">
        Promotion {promotion.number}
      </Link>{" "}
      {promotion.title} <StatusBadge family="promotion" state={promotion.state} variant="plain" />
    </Row>
  ));
}

/** Today: what was done last, in words; from the audit log for whoever may read it, else the newest promotions. */
export function Today({ project, events, promotions }: TodayProps) {
  const isEmpty = events === null ? promotions.length === 0 : events.length === 0;
  return (
    <Section
      title={events === null ? "Newest promotions" : "Lately"}
      actions={
        <Link
          href={events === null ? `/${project}/promotions` : `/${project}/audit`}
          className="text-active hover:underline phone:inline-flex phone:min-h-11 phone:items-center"
        >
          {events === null ? "All promotions" : "Audit log"}
        </Link>
      }
    >
      <Card>
        {isEmpty ? <p className="text-neutral">Nothing happened yet.</p> : null}
        <ol>
          {events === null ? (
            <Promotions project={project} promotions={promotions} />
          ) : (
            <Events events={events} />
          )}
        </ol>
      </Card>
    </Section>
  );
}
