"use client";

import { OUTCOMES, type RequestFilter, TIMES } from "@/components/requests/use-request-filter.ts";
import { FilterBox } from "@/components/shell/filter-box.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Choice } from "@/components/ui/choice.tsx";
import { REPORTED_ARMS } from "@/lib/domain/lineage/request-record.ts";

type RequestFiltersProps = {
  filter: RequestFilter;
  environments: readonly string[];
  onChange: (change: { [Name in keyof RequestFilter]?: RequestFilter[Name] | null }) => void;
};

const CHOICE = "w-37 phone:w-[calc(50%-0.25rem)]";
const OUTCOME_WORDS = { ok: "Answered", error: "Failed" };
const NOTHING = {
  ...{ environment: null, release: null, unattributed: null },
  ...{ arm: null, region: null, status: null },
};

/** RequestFilters: which requests the list shows; all of it stands in the address. */
export function RequestFilters({ filter, environments, onChange }: RequestFiltersProps) {
  const { hours: _, ...asked } = filter;
  const isFiltered = Object.values(asked).some((value) => value !== null && value !== "");
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Choice
        className={CHOICE}
        label="Time"
        value={String(filter.hours)}
        options={TIMES.map(({ hours, words }) => [String(hours), words])}
        onChange={(hours) => onChange({ hours: Number(hours) })}
      />
      <Choice
        className={CHOICE}
        label="Environment"
        value={filter.environment}
        options={[["", "All environments"], ...environments.map((name) => [name, name] as const)]}
        onChange={(environment) => onChange({ environment: environment || null })}
      />
      <Choice
        className={CHOICE}
        label="Arm"
        value={filter.arm ?? ""}
        options={[["", "All arms"], ...REPORTED_ARMS.map((arm) => [arm, arm] as const)]}
        onChange={(arm) => onChange({ arm: REPORTED_ARMS.find((known) => known === arm) ?? null })}
      />
      <Choice
        className={CHOICE}
        label="Outcome"
        value={filter.status ?? ""}
        options={[["", "All outcomes"], ...OUTCOMES.map((key) => [key, OUTCOME_WORDS[key]] as const)]}
        onChange={(key) => onChange({ status: OUTCOMES.find((known) => known === key) ?? null })}
      />
      <Choice
        className={CHOICE}
        label="Attribution"
        value={filter.unattributed ?? ""}
        options={[
          ["", "Any release"],
          ["true", "Unattributed"],
        ]}
        onChange={(key) => onChange({ unattributed: key === "true" ? "true" : null })}
      />
      <div className={CHOICE}>
        <FilterBox
          label="Release id"
          value={filter.release}
          onChange={(text) => onChange({ release: text.trim().toLowerCase() || null })}
        />
      </div>
      <div className={CHOICE}>
        <FilterBox
          label="Region"
          value={filter.region}
          onChange={(text) => onChange({ region: text.trim() || null })}
        />
      </div>
      {isFiltered ? (
        <Button variant="ghost" size="md" onClick={() => onChange(NOTHING)}>
          Show all
        </Button>
      ) : null}
    </search>
  );
}
