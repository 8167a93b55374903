"use client";

import { Button } from "@/components/ui/button.tsx";
import { Select } from "@/components/ui/select.tsx";

type YesNo = "true" | "false" | null;
type EvalListFiltersProps = {
  release: string | null;
  selfReported: YesNo;
  unpinned: YesNo;
  onChange: (change: { release?: null; selfReported?: YesNo; unpinned?: YesNo }) => void;
};

const yesNo = (value: string): YesNo => (value === "true" || value === "false" ? value : null);

/** EvalListFilters: which runs the list shows; a release comes from a link and can be left again. */
export function EvalListFilters({ release, selfReported, unpinned, onChange }: EvalListFiltersProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Who reported"
        className="w-56 phone:w-full"
        value={selfReported ?? ""}
        onChange={(event) => onChange({ selfReported: yesNo(event.target.value) })}
      >
        <option value="">Reported by anybody</option>
        <option value="true">Self-reported</option>
        <option value="false">Reported by others</option>
      </Select>
      <Select
        aria-label="Pinned or not"
        className="w-56 phone:w-full"
        value={unpinned ?? ""}
        onChange={(event) => onChange({ unpinned: yesNo(event.target.value) })}
      >
        <option value="">Pinned and unpinned</option>
        <option value="false">Pinned</option>
        <option value="true">Unpinned</option>
      </Select>
      {release ? (
        <Button onClick={() => onChange({ release: null })}>{`Not only release ${release}`}</Button>
      ) : null}
    </div>
  );
}
