import { Select } from "@/components/ui/select.tsx";

type ChoiceProps = {
  label: string;
  value: string;
  /** Each with its words, in the order of the list. */
  options: readonly (readonly [value: string, words: string])[];
  onChange: (value: string) => void;
  className?: string;
};

/** Choice: one filter of a list, whose label the chosen words stand for. */
export function Choice({ label, value, options, onChange, className }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={className}
    >
      {options.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </Select>
  );
}
