"use client";

import { type FormEvent, useEffect, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Label } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";

export const FILTERS = ["action", "actor", "environment", "release"] as const;
export type AuditFilter = Record<(typeof FILTERS)[number], string>;

const HINTS: AuditFilter = {
  action: "environment.rolled_back",
  actor: "name or id",
  environment: "production",
  release: "698df6d7ad",
};

type AuditFiltersProps = { value: AuditFilter; onChange: (value: AuditFilter) => void };

/** AuditFilters: exact matches, kept in the address. */
export function AuditFilters({ value, onChange }: AuditFiltersProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const isFiltered = FILTERS.some((name) => value[name] !== "");
  function submit(event: FormEvent) {
    event.preventDefault();
    onChange({
      action: draft.action.trim(),
      actor: draft.actor.trim(),
      environment: draft.environment.trim(),
      release: draft.release.trim().toLowerCase(),
    });
  }
  return (
    <search>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        {FILTERS.map((name, index) => (
          <div key={name} className="w-44 phone:w-full">
            <Label htmlFor={`audit-${name}`} className="capitalize">
              {name}
            </Label>
            <Input
              id={`audit-${name}`}
              data-filter={index === 0 || undefined}
              placeholder={HINTS[name]}
              value={draft[name]}
              onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
            />
          </div>
        ))}
        <Button type="submit" size="md">
          Filter
        </Button>
        {isFiltered ? (
          <Button
            variant="ghost"
            size="md"
            onClick={() => onChange({ action: "", actor: "", environment: "", release: "" })}
          >
            Show all
          </Button>
        ) : null}
      </form>
    </search>
  );
}
