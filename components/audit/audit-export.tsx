import { Download } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import type { AuditFilter } from "@/lib/domain/audit/audit-filter.ts";

type AuditExportProps = {
  project: string;
  /** null: everything. */
  filter: AuditFilter | null;
  refusal: string | null;
};

const FORMATS = [
  { format: "jsonl", word: "JSONL" },
  { format: "csv", word: "CSV" },
] as const;

/** AuditExport: what is on the page, as a file. With a filter it says so, because then it proves no chain. */
export function AuditExport({ project, filter, refusal }: AuditExportProps) {
  if (refusal !== null) return <Button refusal={refusal}>Export JSONL</Button>;
  const isFiltered = filter !== null;
  return (
    <div className="flex flex-wrap gap-2">
      {FORMATS.map(({ format, word }) => (
        <Button key={format} asChild>
          <a
            href={`/api/v1/projects/${project}/audit/export?${new URLSearchParams({ format, ...filter })}`}
            download
          >
            <Download aria-hidden />
            {isFiltered ? `Export ${word}, filtered` : `Export ${word}`}
          </a>
        </Button>
      ))}
    </div>
  );
}
