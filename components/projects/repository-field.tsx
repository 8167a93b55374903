"use client";

import type { UseFormRegisterReturn } from "react-hook-form";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { projectEndpoints } from "@/lib/contracts/projects.ts";
import type { GitHostKind } from "@/lib/domain/gitops/git-host-kinds.ts";

type RepositoryFieldProps = {
  gitHost: GitHostKind;
  error: string | undefined;
  field: UseFormRegisterReturn;
  onChoose: (name: string) => void;
};

/** The folders that the server has and no project reads yet; a click fills the field. */
function Folders({ onChoose }: Pick<RepositoryFieldProps, "onChoose">) {
  const answer = useEndpoint(projectEndpoints.listRepositories, {});
  const free = (answer.data?.items ?? []).filter(({ isTaken }) => !isTaken);
  if (answer.data === undefined) return null;
  if (free.length === 0)
    return (
      <p className="text-meta text-neutral">No folder there is free; name one, and push to it afterwards.</p>
    );
  return (
    <div className="flex flex-wrap items-center gap-2 text-meta">
      <span className="text-neutral">Found there:</span>
      {free.map(({ name }) => (
        <Button key={name} type="button" onClick={() => onChoose(name)}>
          <span className="mono">{name}</span>
        </Button>
      ))}
    </div>
  );
}

/** RepositoryField: a folder that the server has, or owner/name on GitHub. */
export function RepositoryField({ gitHost, error, field, onChoose }: RepositoryFieldProps) {
  const hint =
    gitHost === "local"
      ? "The folder of the bare git repository below OPS_REPO_DIR, for example support.git."
      : "owner/name. The server needs access to it; an operator gives it that.";
  return (
    <div className="flex flex-col gap-2">
      <Field label="Ops repository" hint={hint} error={error}>
        <Input autoComplete="off" className="mono" {...field} />
      </Field>
      {gitHost === "local" ? <Folders onChoose={onChoose} /> : null}
    </div>
  );
}
