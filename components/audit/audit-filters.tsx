"use client";

import { type FormEvent, useEffect, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Label } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { AUDIT_ACTIONS } from "@/lib/domain/audit/audit-actions.ts";
import { AUDIT_FILTERS, type AuditFilter } from "@/lib/domain/audit/audit-filter.ts";

/** What each filter says; empty where nothing is asked. */
export type AuditFilterText = Required<AuditFilter>;

export const NO_FILTER: AuditFilterText = {
  ...{ q: "", action: "", actor: "", environment: "" },
  ...{ release: "", request: "", from: "", to: "" },
};

const FIELDS: Record<keyof AuditFilter, { label: string; hint?: string }> = {
  q: { label: "Search", hint: "names, ids, reasons" },
  action: { label: "Action", hint: "environment.rolled_back" },
  actor: { label: "Actor", hint: "name or id" },
  environment: { label: "Environment", hint: "production" },
  release: { label: "Release", hint: "698df6d7ad" },
  request: { label: "Request id", hint: "req_…" },
  from: { label: "From, UTC" },
  to: { label: "Before, UTC" },
};

/** A moment as the browser's field writes it, which knows no zone: here it is UTC. */
const toField = (moment: string) => moment.slice(0, 16);
const toMoment = (field: string) => (field === "" ? "" : `${field}:00Z`);

type AuditFiltersProps = { value: AuditFilterText; onChange: (value: AuditFilterText) => void };

/** AuditFilters: a search and exact matches, kept in the address. */
export function AuditFilters({ value, onChange }: AuditFiltersProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const isFiltered = AUDIT_FILTERS.some((name) => value[name] !== "");
  function submit(event: FormEvent) {
    event.preventDefault();
    const trimmed = Object.fromEntries(AUDIT_FILTERS.map((name) => [name, draft[name].trim()]));
    onChange({ ...draft, ...trimmed, release: draft.release.trim().toLowerCase() });
  }
  return (
    <search>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        {AUDIT_FILTERS.map((name) => (
          <FilterField
            key={name}
            name={name}
            value={draft[name]}
            onChange={(text) => setDraft({ ...draft, [name]: text })}
          />
        ))}
        <datalist id="audit-actions">
          {Object.keys(AUDIT_ACTIONS).map((action) => (
            <option key={action} value={action} />
          ))}
        </datalist>
        <Button type="submit" size="md">
          Filter
        </Button>
        {isFiltered ? (
          <Button variant="ghost" size="md" onClick={() => onChange(NO_FILTER)}>
            Show all
          </Button>
        ) : null}
      </form>
    </search>
  );
}

type FilterFieldProps = { name: keyof AuditFilter; value: string; onChange: (text: string) => void };

function FilterField({ name, value, onChange }: FilterFieldProps) {
  const { label, hint } = FIELDS[name];
  const id = `audit-${name}`;
  const isTime = name === "from" || name === "to";
  return (
    <div className={isTime ? "w-48 phone:w-[calc(50%-4px)]" : "w-40 phone:w-[calc(50%-4px)]"}>
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        type={isTime ? "datetime-local" : name === "q" ? "search" : "text"}
        list={name === "action" ? "audit-actions" : undefined}
        data-filter={name === "q" || undefined}
        placeholder={hint}
        value={isTime ? toField(value) : value}
        onChange={({ target }) => onChange(isTime ? toMoment(target.value) : target.value)}
      />
    </div>
  );
}
