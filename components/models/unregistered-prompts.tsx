"use client";

import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { modelEndpoints, type UnregisteredPrompt } from "@/lib/contracts/models.ts";

type Answer = ResponseOf<typeof modelEndpoints.listUnregisteredPrompts>;
type UnregisteredPromptsProps = { project: string; initial?: Answer };

const ATTRIBUTE = "prompt.digest = sha256:<hex of the template's bytes>";

/** UnregisteredPrompts: what services answer with although no version of the registry explains it. */
export function UnregisteredPrompts({ project, initial }: UnregisteredPromptsProps) {
  const answer = useEndpoint(
    modelEndpoints.listUnregisteredPrompts,
    { params: { project }, query: initial === undefined ? {} : { days: initial.days } },
    { initialData: initial, refetchMs: 30_000 },
  );
  const data = answer.data ?? initial;
  return (
    <Section
      title="Unregistered prompts"
      meta={data === undefined ? undefined : `seen in traffic of the last ${data.days} days`}
    >
      <ProblemCard error={answer.error} />
      {data === undefined ? null : <Prompts project={project} data={data} />}
    </Section>
  );
}

function Prompts({ project, data }: { project: string; data: Answer }) {
  if (!data.hasReports) {
    return (
      <EmptyState title="No gateway reports its prompts" command={ATTRIBUTE}>
        Send this attribute on each inference span, with gen_ai.prompt.name. Prompts that live in the code of
        a service and in no file of the ops repository are then listed here.
      </EmptyState>
    );
  }
  if (data.items.length === 0)
    return <p className="text-neutral">Every prompt that was reported is a version of the registry.</p>;
  return (
    <>
      <Table label="Unregistered prompts">
        <TableHead>
          <TableRow>
            <TableHeader>Service</TableHeader>
            <TableHeader>Prompt</TableHeader>
            <TableHeader>Digest</TableHeader>
            <TableHeader isNumber>Calls</TableHeader>
            <TableHeader>First seen</TableHeader>
            <TableHeader>Last seen</TableHeader>
            <TableHeader>Newest request</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {data.items.map((item) => (
            <PromptRow
              key={`${item.digest} ${item.promptName} ${item.serviceName}`}
              project={project}
              item={item}
            />
          ))}
        </TableBody>
      </Table>
      <p className="text-meta text-neutral">
        To register one, put its template into the ops repository, byte for byte.
        {data.isCut ? " There are more than are listed here." : ""}
      </p>
    </>
  );
}

function PromptRow({ project, item }: { project: string; item: UnregisteredPrompt }) {
  const request = `/${project}/requests/${encodeURIComponent(item.newestRequestId)}`;
  return (
    <TableRow tone="warn">
      <TableCell className="max-w-64 truncate" title={item.serviceName ?? undefined}>
        {item.serviceName ?? "not named"}
      </TableCell>
      <TableCell className="max-w-64 truncate" title={item.promptName ?? undefined}>
        {item.promptName ?? "not named"}
      </TableCell>
      <TableCell>
        <IdText id={item.digest} what="digest" canCopy />
      </TableCell>
      <TableCell isNumber>{item.callCount.toLocaleString("en")}</TableCell>
      <TableCell>
        <RelativeTime at={item.firstSeenAt} />
      </TableCell>
      <TableCell>
        <RelativeTime at={item.lastSeenAt} />
      </TableCell>
      <TableCell className="max-w-64 truncate">
        <IdText id={item.newestRequestId} what="request id" href={request} />
      </TableCell>
    </TableRow>
  );
}
