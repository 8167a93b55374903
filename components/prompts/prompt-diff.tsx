"use client";

import { useId } from "react";
import { VersionDiff } from "@/components/artifacts/version-diff.tsx";
import { usePromptView } from "@/components/prompts/prompt-view.ts";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Select } from "@/components/ui/select.tsx";

type PromptDiffProps = {
  project: string;
  name: string;
  version: string;
  base: string | null;
  others: readonly string[];
  servedVersion: string | null;
};

/** PromptDiff: this version against another, by word; against what is served unless told otherwise. */
export function PromptDiff({ project, name, version, base, others, servedVersion }: PromptDiffProps) {
  const id = useId();
  const [, setView] = usePromptView();
  if (base === null) {
    return (
      <Section title="Diff">
        <p className="rounded-md border px-4 py-3 text-neutral">
          This is the only version: there is nothing to compare it with.
        </p>
      </Section>
    );
  }
  return (
    <Section
      title="Diff"
      meta={base === servedVersion ? "base: served" : undefined}
      actions={
        <label htmlFor={id} className="inline-flex items-center gap-2 whitespace-nowrap">
          <Kbd>[</Kbd>
          <Kbd>]</Kbd> version, compared with
          <Select
            id={id}
            className="w-44"
            value={base}
            onChange={(event) => setView({ version, base: event.target.value })}
          >
            {others.map((other) => (
              <option key={other} value={other}>
                {`${name}@${other}${other === servedVersion ? " (served)" : ""}`}
              </option>
            ))}
          </Select>
        </label>
      }
    >
      <VersionDiff
        project={project}
        base={{ kind: "prompt", name, version: base }}
        candidate={{ kind: "prompt", name, version }}
      />
    </Section>
  );
}
