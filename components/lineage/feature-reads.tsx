import { formatDuration } from "@/components/ui/format-time.ts";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { Lineage } from "@/lib/contracts/requests.ts";

type FeatureRead = Lineage["featureReads"][number];
type ValueRow = { key: string; read: FeatureRead; feature: string; value: string };

const LONGEST_VALUE = 60;

function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function rowsOf(reads: readonly FeatureRead[]): ValueRow[] {
  return reads.flatMap((read, index) => {
    const entries = Object.entries(read.values);
    const named: [string, string][] =
      entries.length === 0
        ? [["no values reported", ""]]
        : entries.map(([feature, value]) => [feature, textOf(value)]);
    return named.map(([feature, value]) => ({
      key: `${index} ${read.viewRef} ${feature}`,
      read,
      feature,
      value,
    }));
  });
}

function Age({ seconds }: { seconds: number | null }) {
  if (seconds === null) return <span className="text-neutral">event time not reported</span>;
  return <>{formatDuration(seconds * 1000)}</>;
}

/** FeatureReads: what the answer was told, and how old that was when it was read. */
export function FeatureReads({ reads }: { reads: readonly FeatureRead[] }) {
  return (
    <Section title="Feature values" meta="as they were read for this request">
      {reads.length === 0 ? (
        <p className="text-neutral">
          No feature read was reported. A span event <span className="mono">feature_view.read</span> puts it
          here.
        </p>
      ) : (
        <Table label="Feature values">
          <TableHead>
            <tr>
              <TableHeader>Feature</TableHeader>
              <TableHeader isNumber>Served</TableHeader>
              <TableHeader>Event time</TableHeader>
              <TableHeader isNumber>Age when read</TableHeader>
              <TableHeader>View</TableHeader>
              <TableHeader>Entity</TableHeader>
              <TableHeader>Computation</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {rowsOf(reads).map(({ key, read, feature, value }) => (
              <TableRow key={key}>
                <TableCell className="mono">{feature}</TableCell>
                <TableCell isNumber className="mono">
                  {value}
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  {read.eventTimestamp ? (
                    <AbsoluteTime at={read.eventTimestamp} />
                  ) : (
                    <span className="text-neutral">not reported</span>
                  )}
                </TableCell>
                <TableCell isNumber className="whitespace-nowrap">
                  <Age seconds={read.ageSeconds} />
                </TableCell>
                <TableCell className="mono whitespace-nowrap">{read.viewRef}</TableCell>
                <TableCell className="mono whitespace-nowrap">{read.entity ?? ""}</TableCell>
                <TableCell>
                  <span className="mono block max-w-[12ch] truncate" title={read.fingerprint ?? undefined}>
                    {read.fingerprint ?? ""}
                  </span>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
