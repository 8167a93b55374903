"use client";

import { useState } from "react";
import { SecretOnce } from "@/components/settings/secret-once.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Select } from "@/components/ui/select.tsx";
import { type ApiKeyRow, accessEndpoints } from "@/lib/contracts/access.ts";

type RotateKeyProps = { project: string; apiKey: ApiKeyRow; refusal: string | null };

const OVERLAPS = [0, 1, 2, 3, 7];
const DAY_MS = 24 * 3_600_000;
const MAX_DAYS = 365;

/** The new key lives as long as the old one did when it was made. */
function lifetimeDays({ createdAt, expiresAt }: ApiKeyRow): number {
  const days = Math.round((new Date(expiresAt).getTime() - new Date(createdAt).getTime()) / DAY_MS);
  return Math.min(MAX_DAYS, Math.max(1, days));
}

/** RotateKey: a new secret, shown once, while the old one works on for the chosen days. */
export function RotateKey({ project, apiKey, refusal }: RotateKeyProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [overlapDays, setOverlapDays] = useState(1);
  const rotate = useAct(accessEndpoints.rotateApiKey);
  const label = (
    <>
      Rotate<span className="sr-only"> key {apiKey.name}</span>
    </>
  );
  if (refusal !== null) {
    return (
      <Button disabled title={refusal}>
        {label}
      </Button>
    );
  }
  const body = { overlapDays, expiresInDays: lifetimeDays(apiKey) };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{label}</Button>}
      title={`Rotate key ${apiKey.name}`}
      description="Makes a new secret with the same scopes. The old one works on until the overlap ends."
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>{rotate.data ? "Close" : "Cancel"}</Button>
          {rotate.data ? null : (
            <Button
              variant="primary"
              isBusy={rotate.isPending}
              onClick={() => rotate.mutate({ params: { project, keyId: apiKey.id }, body })}
            >
              Rotate
            </Button>
          )}
        </>
      }
    >
      {rotate.data ? (
        <SecretOnce title={`New secret of ${apiKey.name}, shown once`} secret={rotate.data.secret}>
          Put it where your gateway or CI keeps secrets, before the old one ends.
        </SecretOnce>
      ) : (
        <Field label="The old secret works on for">
          <Select value={overlapDays} onChange={(event) => setOverlapDays(Number(event.target.value))}>
            {OVERLAPS.map((days) => (
              <option key={days} value={days}>
                {days === 0 ? "no time: it ends at once" : `${days} ${days === 1 ? "day" : "days"}`}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <ProblemCard error={rotate.error} />
    </Dialog>
  );
}
