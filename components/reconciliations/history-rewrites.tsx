"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { reasonText } from "@/lib/contracts/common.ts";
import { type HistoryRewriteRow, historyEndpoints } from "@/lib/contracts/history.ts";

type HistoryRewritesProps = { project: string; refusal: string | null };

/** HistoryRewrites: main does not hold any more what it held; nothing is merged until an admin accepts it. */
export function HistoryRewrites({ project, refusal }: HistoryRewritesProps) {
  const list = useEndpoint(
    historyEndpoints.listHistoryRewrites,
    { params: { project } },
    { refetchMs: 10_000 },
  );
  const open = (list.data?.items ?? []).filter((row) => row.acceptedAt === null);
  return open.map((row) => (
    <Callout
      key={row.id}
      role="bad"
      title="Main's history was rewritten"
      actions={<AcceptDialog project={project} row={row} refusal={refusal} />}
    >
      <RelativeTime at={row.foundAt} />: <span className="mono">{row.fromCommit.slice(0, 10)}</span> is no
      part of <span className="mono">{row.toCommit.slice(0, 10)}</span>. What is served stays; nothing is
      merged until an admin accepts it.
    </Callout>
  ));
}

function AcceptDialog({ project, row, refusal }: HistoryRewritesProps & { row: HistoryRewriteRow }) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const accept = useAct(historyEndpoints.acceptHistory);
  if (refusal !== null) return <Button refusal={refusal}>Accept this history</Button>;
  const act = () =>
    accept.mutate(
      { params: { project }, body: { rewriteId: row.id, reason } },
      { onSuccess: () => setIsOpen(false) },
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Accept this history</Button>}
      title="Accept the rewritten history"
      description="Ask first who pushed it and why. Versions and releases that are registered stay as they are."
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!reasonText.safeParse(reason).success}
            isBusy={accept.isPending}
            onClick={act}
          >
            Accept it
          </Button>
        </>
      }
    >
      <Field label="Reason" hint="At least 5 characters; the audit log keeps it.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ProblemCard error={accept.error} />
    </Dialog>
  );
}
