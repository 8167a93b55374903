"use client";

import { cn } from "@/components/ui/cn.ts";

type SegmentedProps<T extends string> = {
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
  label: string;
};

/** Segmented: two to four ways to look at the same thing (Unified, Split). */
export function Segmented<T extends string>({ options, value, onChange, label }: SegmentedProps<T>) {
  return (
    <fieldset className="inline-flex overflow-hidden rounded-md border">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cn(
            "h-6 border-l px-2 text-meta first:border-l-0 phone:h-11 phone:px-3",
            option.value === value ? "bg-neutral-tint font-semibold text-fg" : "text-neutral hover:text-fg",
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
