import { CheckpointLines } from "@/components/audit/checkpoint-lines.tsx";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import { Card } from "@/components/ui/card.tsx";
import { CommandLine } from "@/components/ui/command-line.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import type { AuditCheckpoint, auditEndpoints } from "@/lib/contracts/audit.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";

type Chain = NonNullable<ResponseOf<typeof auditEndpoints.listAudit>["chain"]>;

function Verdict({ chain }: { chain: Chain }) {
  if (!chain.ok) {
    return (
      <>
        <RoleBadge role="bad" variant="solid">
          {`The chain is wrong at row ${formatNumber(chain.seq)}`}
        </RoleBadge>
        <span>{chain.sentence}</span>
      </>
    );
  }
  if (chain.count === 0) return <RoleBadge role="neutral">No events yet</RoleBadge>;
  return (
    <>
      <RoleBadge role="good">{`Chain verified to row ${formatNumber(chain.count)}`}</RoleBadge>
      <span className="text-neutral">
        head <IdText id={chain.headHash} what="head hash" canCopy className="text-fg" />
      </span>
    </>
  );
}

type ChainStatusProps = { chain: Chain; checkpoints: readonly AuditCheckpoint[] };

/** ChainStatus: whether every event still fits the one before it, and how anybody checks that without us. */
export function ChainStatus({ chain, checkpoints }: ChainStatusProps) {
  return (
    <Card
      emphasis={chain.ok ? "none" : "bad"}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2"
    >
      <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Verdict chain={chain} />
        <span className="text-neutral">
          checked <AbsoluteTime at={chain.checkedAt} />
        </span>
      </p>
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-neutral">Check an export yourself:</span>
        <CommandLine command="npm run tupelo -- verify audit.jsonl" />
      </div>
      <CheckpointLines checkpoints={checkpoints} />
    </Card>
  );
}
