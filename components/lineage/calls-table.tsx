import { RoleBadge } from "@/components/status/status-badge.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { Lineage } from "@/lib/contracts/requests.ts";

function numberOf(value: number | null): string {
  return value === null ? "not reported" : formatNumber(value);
}

/** CallsTable: each call that was made for the answer, as reported. */
export function CallsTable({ calls }: { calls: Lineage["calls"] }) {
  return (
    <Section title="Calls" meta={`${calls.length} reported for this request`}>
      <Table label="Calls">
        <TableHead>
          <tr>
            <TableHeader>Span</TableHeader>
            <TableHeader>Model</TableHeader>
            <TableHeader>Arm</TableHeader>
            <TableHeader isNumber>Tokens in</TableHeader>
            <TableHeader isNumber>Tokens out</TableHeader>
            <TableHeader isNumber>First token, ms</TableHeader>
            <TableHeader isNumber>Latency, ms</TableHeader>
            <TableHeader isNumber>Cost, $</TableHeader>
            <TableHeader>Started</TableHeader>
            <TableHeader>Status</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {calls.map((call) => (
            <TableRow key={`${call.traceId} ${call.spanId}`}>
              <TableCell className="whitespace-nowrap" title={`trace ${call.traceId}, span ${call.spanId}`}>
                {call.spanName}
              </TableCell>
              <TableCell className="mono whitespace-nowrap">{call.model ?? ""}</TableCell>
              <TableCell>{call.arm ?? <span className="text-neutral">none</span>}</TableCell>
              <TableCell isNumber>{numberOf(call.inputTokens)}</TableCell>
              <TableCell isNumber>{numberOf(call.outputTokens)}</TableCell>
              <TableCell isNumber>{numberOf(call.ttftMs)}</TableCell>
              <TableCell isNumber>{formatNumber(call.latencyMs)}</TableCell>
              <TableCell isNumber>
                {call.costUsd === null ? "not reported" : call.costUsd.toFixed(5)}
              </TableCell>
              <TableCell className="whitespace-nowrap">
                <AbsoluteTime at={call.startedAt} />
              </TableCell>
              <TableCell>
                {call.status === "ok" ? (
                  "ok"
                ) : (
                  <RoleBadge role="bad" variant="plain">
                    {call.errorType ?? "error"}
                  </RoleBadge>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

/** ScoresTable: what judges and people said about the answer. */
export function ScoresTable({ evaluations }: Pick<Lineage, "evaluations">) {
  return (
    <Section title="Scores">
      {evaluations.length === 0 ? (
        <p className="text-neutral">No score was reported for this request.</p>
      ) : (
        <Table label="Scores">
          <TableHead>
            <tr>
              <TableHeader>Name</TableHeader>
              <TableHeader isNumber>Score</TableHeader>
              <TableHeader>Label</TableHeader>
              <TableHeader>Explanation</TableHeader>
              <TableHeader>When</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {evaluations.map((each) => (
              <TableRow key={`${each.name} ${each.evaluatedAt} ${each.label ?? ""}`}>
                <TableCell className="whitespace-nowrap">{each.name}</TableCell>
                <TableCell isNumber>{each.score === null ? "none" : each.score}</TableCell>
                <TableCell>{each.label ?? ""}</TableCell>
                <TableCell>{each.explanation ?? ""}</TableCell>
                <TableCell className="whitespace-nowrap">
                  <AbsoluteTime at={each.evaluatedAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
