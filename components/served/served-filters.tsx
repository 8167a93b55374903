"use client";

import { MomentField } from "@/components/served/moment-field.tsx";
import type { ServedFilterChange } from "@/components/served/use-served-filter.ts";
import { FilterBox } from "@/components/shell/filter-box.tsx";
import { Choice } from "@/components/ui/choice.tsx";

type ServedFiltersProps = {
  environments: readonly string[];
  environment: string;
  region: string;
  at: Date | null;
  now: Date;
  onChange: (change: ServedFilterChange) => void;
  onMoment: (at: Date | null) => void;
};

/** ServedFilters: where and when; all of it stands in the address. */
export function ServedFilters(props: ServedFiltersProps) {
  const { environments, environment, region, at, now, onChange, onMoment } = props;
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Choice
        className="w-44 phone:w-[calc(50%-0.25rem)]"
        label="Environment"
        value={environment}
        options={[...new Set([environment, ...environments])].map((name) => [name, name] as const)}
        onChange={(name) => onChange({ environment: name })}
      />
      <div className="w-44 phone:w-[calc(50%-0.25rem)]">
        <FilterBox
          label="Region"
          value={region}
          onChange={(text) => onChange({ region: text.trim() || null })}
        />
      </div>
      <MomentField at={at} now={now} onChange={onMoment} />
    </search>
  );
}
