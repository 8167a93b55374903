import { Checkbox } from "@/components/ui/checkbox.tsx";
import { KIND_NAMES, type KindName } from "@/lib/domain/artifacts/index.ts";

type RequiredKindsProps = {
  chosen: readonly KindName[];
  inGit: readonly string[];
  onChange: (kinds: KindName[]) => void;
};

/** RequiredKinds: what every release has to have; tupelo.yaml adds to it and takes nothing away. */
export function RequiredKinds({ chosen, inGit, onChange }: RequiredKindsProps) {
  const toggle = (kind: KindName, isOn: boolean) =>
    onChange(KIND_NAMES.filter((each) => (each === kind ? isOn : chosen.includes(each))));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-meta text-neutral">
        Kinds that every release needs. tupelo.yaml may add to them and takes none away.
      </legend>
      <div className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2 md:grid-cols-3">
        {KIND_NAMES.map((kind) => (
          <Checkbox
            key={kind}
            label={kind.replaceAll("_", " ")}
            hint={inGit.includes(kind) ? "asked for by tupelo.yaml in any case" : undefined}
            checked={chosen.includes(kind)}
            onChange={(event) => toggle(kind, event.target.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}
