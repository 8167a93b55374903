"use client";

import { useEffect, useState } from "react";
import { momentField, parseMoment } from "@/components/served/moment.ts";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";

type MomentFieldProps = {
  /** Null is now. */
  at: Date | null;
  now: Date;
  onChange: (at: Date | null) => void;
};

const WAIT_MS = 500;
const HOUR_MS = 3_600_000;

/** MomentField: a moment in UTC, whatever the browser's zone; it waits until one stops typing. */
export function MomentField({ at, now, onChange }: MomentFieldProps) {
  const shown = momentField(at ?? now);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    const moment = draft === null ? null : parseMoment(draft);
    if (moment === null) return;
    const timer = setTimeout(() => {
      setDraft(null);
      onChange(moment);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [draft, onChange]);
  const move = (hours: number) => onChange(new Date((at ?? now).getTime() + hours * HOUR_MS));
  const isLast = at === null || at.getTime() + HOUR_MS > now.getTime();
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-2 phone:w-full">
      <legend className="sr-only">Moment</legend>
      <span className="w-52 phone:w-full">
        <Input
          type="datetime-local"
          aria-label="Moment, UTC"
          value={draft ?? shown}
          max={momentField(now)}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => draft !== null && parseMoment(draft) === null && setDraft(null)}
        />
      </span>
      <span className="text-neutral">UTC</span>
      <Button size="md" onClick={() => move(-1)} aria-label="One hour earlier">
        −1 h
      </Button>
      <Button size="md" onClick={() => (isLast ? onChange(null) : move(1))} aria-label="One hour later">
        +1 h
      </Button>
      <Button size="md" aria-pressed={at === null} onClick={() => onChange(null)}>
        Now
      </Button>
    </fieldset>
  );
}
