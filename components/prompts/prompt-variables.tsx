import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { PromptVariable } from "@/lib/contracts/prompts.ts";

function bound(variable: PromptVariable): string {
  if (!variable.isUsed) return "not used";
  return variable.boundBy ?? (variable.isDeclared ? "nothing" : "not declared");
}

/** PromptVariables: what is filled in at run time, and by whom. */
export function PromptVariables({ variables }: { variables: readonly PromptVariable[] }) {
  return (
    <Section title="Variables" meta={variables.length === 0 ? undefined : String(variables.length)}>
      {variables.length === 0 ? (
        <p className="rounded-md border px-4 py-3 text-neutral">
          This prompt has no variable: every request is given the same text.
        </p>
      ) : (
        <Table label="Variables">
          <TableHead>
            <tr>
              <TableHeader>Name</TableHeader>
              <TableHeader>Type</TableHeader>
              <TableHeader>Bound by</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {variables.map((variable) => (
              <TableRow key={variable.name}>
                <TableCell>
                  <span className="mono">{variable.name}</span>
                </TableCell>
                <TableCell>{variable.type ?? <span className="text-neutral">not said</span>}</TableCell>
                <TableCell className={variable.boundBy === null ? "text-neutral" : undefined}>
                  {bound(variable)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
