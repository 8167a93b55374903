"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { reasonText } from "@/lib/contracts/common.ts";
import { type JudgeDetail, judgeEndpoints } from "@/lib/contracts/judges.ts";
import {
  effectiveLicence,
  LICENCE_LEVELS,
  type LicenceLevel,
  licenceWord,
} from "@/lib/domain/judges/licence.ts";

type LicenceDialogProps = { project: string; judge: JudgeDetail; refusal: string | null };

/** LicenceDialog: a reviewer says what the judge's numbers may trigger, never above what its labels earn. */
export function LicenceDialog({ project, judge, refusal }: LicenceDialogProps) {
  const { name, version, licence, isAuthor } = judge;
  const [isOpen, setIsOpen] = useState(false);
  const [level, setLevel] = useState<LicenceLevel>(licence.earned);
  const [reason, setReason] = useState("");
  const grant = useAct(judgeEndpoints.grantLicence);
  const authorRefusal = isAuthor
    ? "You wrote this version of the judge: someone else has to license it."
    : null;
  const why = refusal ?? authorRefusal;
  if (why !== null) return <Button refusal={why}>Change the licence</Button>;
  const isEarned = effectiveLicence(level, licence.earned) === level;
  const act = () =>
    grant.mutate(
      { params: { project, name, version }, body: { level, reason } },
      {
        onSuccess: () => {
          setIsOpen(false);
          setReason("");
          toast({ title: `${name}@${version}: ${licenceWord(level)}`, tone: "good" });
        },
      },
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant="primary">Change the licence</Button>}
      title={`What ${name}@${version} may trigger`}
      description={`Its labels earn: ${licenceWord(licence.earned)}. Later labels can take that away again; a licence never reaches further than they do.`}
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!isEarned || !reasonText.safeParse(reason).success}
            isBusy={grant.isPending}
            onClick={act}
          >
            Grant it
          </Button>
        </>
      }
    >
      <Field
        label="Licence"
        error={isEarned ? null : `Above the calibration: ${licence.missing.join("; ")}.`}
      >
        <Select
          value={level}
          onChange={(event) =>
            setLevel(LICENCE_LEVELS.find((each) => each === event.target.value) ?? "report_only")
          }
        >
          {LICENCE_LEVELS.map((each) => (
            <option key={each} value={each}>
              {licenceWord(each)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Reason" hint="At least 5 characters; the audit log keeps it.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ProblemCard error={grant.error} />
    </Dialog>
  );
}
