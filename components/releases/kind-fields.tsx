"use client";

import { X } from "lucide-react";
import { useId, useState } from "react";
import { type Draft, type KindChoice, replaceAt, withoutKey } from "@/components/releases/draft.ts";
import { Button } from "@/components/ui/button.tsx";
import { Select } from "@/components/ui/select.tsx";
import { type ReleasePart, refOf } from "@/lib/domain/releases/release-part.ts";

type KindFieldsProps = {
  choice: KindChoice;
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** What the server refused about a part, by its place in the draft. */
  errorOf: (part: ReleasePart) => string | null;
};

type VersionSelectProps = {
  label: string;
  choice: KindChoice;
  part: ReleasePart | null;
  taken: ReadonlySet<string>;
  error: string | null;
  onPick: (part: ReleasePart | null) => void;
};

function VersionSelect({ label, choice, part, taken, error, onPick }: VersionSelectProps) {
  const errorId = useId();
  const names = [...new Set(choice.versions.map((version) => version.name))];
  const value = part ? refOf(part) : "";
  const isListed = choice.versions.some((version) => refOf(version) === value);
  const pick = (ref: string) => {
    const found = choice.versions.find((version) => refOf(version) === ref);
    onPick(found ? withoutKey(found) : null);
  };
  return (
    <span className="flex min-w-0 flex-1 flex-col gap-1">
      <Select
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
        className="mono"
        value={value}
        onChange={(event) => pick(event.target.value)}
      >
        <option value="">none</option>
        {value && !isListed ? <option value={value}>{value}</option> : null}
        {names
          .filter((name) => name === part?.name || !taken.has(name))
          .map((name) => (
            <optgroup key={name} label={name}>
              {choice.versions
                .filter((version) => version.name === name)
                .map((version) => (
                  <option key={version.version} value={refOf(version)}>
                    {refOf(version)}
                    {version.sighting?.stage === "proposed" ? " (proposed, not on main)" : ""}
                  </option>
                ))}
            </optgroup>
          ))}
      </Select>
      {error ? (
        <span id={errorId} role="alert" className="text-bad text-meta">
          {error}
        </span>
      ) : null}
    </span>
  );
}

/** KindFields: the versions of one kind; several artifacts of a kind may stand side by side. */
export function KindFields({ choice, draft, onChange, errorOf }: KindFieldsProps) {
  const [isAdding, setIsAdding] = useState(false);
  const parts = draft.filter((part) => part.kind === choice.kind);
  const taken = new Set(parts.map((part) => part.name));
  const nameCount = new Set(choice.versions.map((version) => version.name)).size;
  const hasMore = parts.length > 0 && parts.length < nameCount;
  const rows: (ReleasePart | null)[] = parts.length === 0 || isAdding ? [...parts, null] : [...parts];
  return (
    <div className="grid items-start gap-x-4 gap-y-1 border-hair border-b px-4 py-2 last:border-b-0 md:grid-cols-[12rem_minmax(0,1fr)_6rem]">
      <p className="flex flex-wrap items-baseline gap-x-2 md:py-1.5">
        {choice.label}
        {choice.isRequired ? <span className="text-meta text-warn">required</span> : null}
      </p>
      <div className="flex min-w-0 flex-col gap-2">
        {choice.versions.length === 0 ? (
          <p className="text-meta text-neutral md:py-2">
            The registry has no version of this kind; commit one to the ops repository.
          </p>
        ) : (
          rows.map((part, index) => (
            <div key={part?.name ?? "new"} className="flex items-start gap-1">
              <VersionSelect
                label={rows.length > 1 ? `${choice.label} ${index + 1}` : choice.label}
                choice={choice}
                part={part}
                taken={taken}
                error={part ? errorOf(part) : null}
                onPick={(next) => {
                  setIsAdding(false);
                  onChange(replaceAt(draft, part, next));
                }}
              />
              {part ? (
                <Button
                  variant="ghost"
                  size="md"
                  shape="icon"
                  aria-label={`Leave out ${refOf(part)}`}
                  onClick={() => onChange(replaceAt(draft, part, null))}
                >
                  <X aria-hidden />
                </Button>
              ) : null}
            </div>
          ))
        )}
      </div>
      {hasMore && !isAdding ? (
        <Button variant="ghost" size="md" onClick={() => setIsAdding(true)}>
          Add another
        </Button>
      ) : null}
    </div>
  );
}
