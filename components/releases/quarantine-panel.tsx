"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { quarantineEndpoints } from "@/lib/contracts/environments.ts";

type QuarantinePanelProps = { project: string; releaseId: string; refusal: string | null };

/** QuarantinePanel: why a release may not be proposed, and how a reviewer who did not write it lifts that. */
export function QuarantinePanel({ project, releaseId, refusal }: QuarantinePanelProps) {
  const [reason, setReason] = useState("");
  const list = useEndpoint(quarantineEndpoints.listQuarantine, { params: { project } });
  const lift = useAct(quarantineEndpoints.liftQuarantine);
  const row = list.data?.items.find((each) => each.releaseId === releaseId && each.liftedAt === null);
  const isShort = reason.trim().length < 5 ? "Give a reason of at least 5 characters first." : null;
  return (
    <Card emphasis="bad" className="flex flex-col gap-3 bg-bad-tint">
      <div>
        <p className="font-semibold">Quarantined: it cannot be proposed, followed or rolled back to</p>
        {row ? (
          <p>
            In {row.environment}, <RelativeTime at={row.since} />: {row.reason}
          </p>
        ) : null}
      </div>
      <Field label="Reason for lifting it, kept in the audit log">
        <Textarea
          rows={2}
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <Button
        refusal={refusal ?? isShort}
        isBusy={lift.isPending}
        onClick={() =>
          lift.mutate(
            { params: { project, releaseId }, body: { reason } },
            { onSuccess: () => toast({ title: `Quarantine of ${releaseId} lifted`, tone: "good" }) },
          )
        }
      >
        Lift quarantine
      </Button>
      <ProblemCard error={lift.error} />
    </Card>
  );
}
