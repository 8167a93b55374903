import { EmptyState } from "@/components/ui/empty-state.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { DecisionRow } from "@/lib/contracts/rollouts.ts";

type DecisionLogProps = { decisions: readonly DecisionRow[]; isOpen: boolean };

const WORDS: Record<string, string> = {
  continue: "Went on",
  hold: "Held",
  pause_for_review: "Paused for a review",
  rollback: "Rolled back",
};

/** The numbers that decided, in one line. */
function numbersOf(inputs: DecisionRow["inputs"]): string {
  return Object.entries(inputs)
    .filter(([name]) => name !== "mayAdvanceStep")
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ");
}

/** DecisionLog: what was decided about each window, with the numbers that decided. */
export function DecisionLog({ decisions, isOpen }: DecisionLogProps) {
  if (decisions.length === 0) {
    return (
      <EmptyState title={isOpen ? "No decision yet" : "No decision was made"}>
        {isOpen
          ? "Decisions appear here when a controller judges the windows of this rollout. Until then people steer it."
          : "People steered this rollout; the audit log has each of their acts."}
      </EmptyState>
    );
  }
  return (
    <Table label="Decisions">
      <TableHead>
        <tr>
          <TableHeader>Window ended</TableHeader>
          <TableHeader>Decision</TableHeader>
          <TableHeader>Because</TableHeader>
          <TableHeader>Numbers</TableHeader>
          <TableHeader>Policy</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {decisions.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="whitespace-nowrap">
              <AbsoluteTime at={row.windowEndAt ?? row.createdAt} />
            </TableCell>
            <TableCell>{WORDS[row.action] ?? row.action}</TableCell>
            <TableCell>{row.reasonCodes.join(", ")}</TableCell>
            <TableCell className="mono">{numbersOf(row.inputs)}</TableCell>
            <TableCell className="mono whitespace-nowrap">{row.policyLabel}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
