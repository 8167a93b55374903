import { FORMATS, type UploadChoices } from "@/components/releases/upload-query.ts";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";

type UploadOptionsProps = { options: UploadChoices; onChange: (options: UploadChoices) => void };

type Text = {
  name: Exclude<keyof UploadChoices, "format">;
  label: string;
  hint?: string;
  placeholder?: string;
  maxLength: number;
};

const TEXTS: readonly Text[] = [
  {
    name: "columns",
    label: "Column map, for CSV and JSONL only",
    placeholder: "caseId=inputs.id,score=feedback.correctness,passAt=0.8",
    maxLength: 1_000,
  },
  { name: "prompt", label: "Prompt", hint: "Which one, of a file with several.", maxLength: 500 },
  { name: "provider", label: "Provider", hint: "Which one, of a file with several.", maxLength: 500 },
  {
    name: "under",
    label: "Measured under, release id",
    hint: "Whose golden set, judge, index and settings were used, where not this release's own.",
    maxLength: 64,
  },
];

/** UploadOptions: what a file does not say of itself; closed until somebody needs it. */
export function UploadOptions({ options, onChange }: UploadOptionsProps) {
  return (
    <details className="w-full max-w-2xl">
      <summary className="cursor-pointer text-meta text-neutral hover:text-fg phone:min-h-11">
        Options
      </summary>
      <div className="grid gap-3 pt-2 md:grid-cols-2">
        <Field label="Format">
          <Select
            value={options.format}
            onChange={(event) => {
              const format = FORMATS.find((each) => each === event.target.value) ?? "";
              onChange({ ...options, format });
            }}
          >
            <option value="">as the file shows</option>
            {FORMATS.map((format) => (
              <option key={format} value={format}>
                {format}
              </option>
            ))}
          </Select>
        </Field>
        {TEXTS.map(({ name, label, placeholder, hint, maxLength }) => (
          <Field key={name} label={label} hint={hint}>
            <Input
              value={options[name]}
              maxLength={maxLength}
              placeholder={placeholder}
              onChange={(event) => onChange({ ...options, [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
    </details>
  );
}
