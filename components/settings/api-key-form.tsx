"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { SecretOnce } from "@/components/settings/secret-once.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { accessEndpoints } from "@/lib/contracts/access.ts";
import { SCOPES, type Scope } from "@/lib/domain/access/roles.ts";

const { name, scopes } = accessEndpoints.createApiKey.body.shape;
const schema = z.object({
  name,
  scopes,
  environment: z.string(),
  expiresInDays: z
    .number({ error: "Write a number of days." })
    .int("Write whole days.")
    .min(1, "A key lives at least one day.")
    .max(365, "A key lives at most one year."),
});
type Values = z.output<typeof schema>;

const EMPTY: Values = { name: "", scopes: [], environment: "", expiresInDays: 365 };

const SCOPE_SENTENCES: Record<Scope, string> = {
  read: "reads releases, promotions, environments and requests",
  "traces:write": "sends requests over OTLP",
  "flags:evaluate": "asks which release to serve",
  "releases:write": "composes releases",
  "evals:write": "sends eval runs",
  "promotions:propose": "proposes promotions; no key can approve one",
};

type ApiKeyFormProps = { project: string; environments: readonly string[] };

/** ApiKeyForm: a key for a gateway or for CI; its secret is shown once. */
export function ApiKeyForm({ project, environments }: ApiKeyFormProps) {
  const { register, handleSubmit, formState, reset } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: EMPTY,
  });
  const create = useAct(accessEndpoints.createApiKey);
  const { errors } = formState;
  const submit = handleSubmit(({ environment, ...values }) =>
    create.mutate(
      { params: { project }, body: { ...values, ...(environment === "" ? {} : { environment }) } },
      { onSuccess: () => reset(EMPTY) },
    ),
  );
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-3">
      <Field label="Name of the key" error={errors.name?.message}>
        <Input placeholder="gateway" autoComplete="off" {...register("name")} />
      </Field>
      <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <Field label="Environment" hint="Gateways need one: it names where their requests were served.">
          <Select {...register("environment")}>
            <option value="">none</option>
            {environments.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Expires after, days" error={errors.expiresInDays?.message}>
          <Input type="number" min={1} max={365} {...register("expiresInDays", { valueAsNumber: true })} />
        </Field>
      </div>
      <fieldset className="grid grid-cols-2 gap-1.5 phone:grid-cols-1">
        <legend className="mb-1 text-meta text-neutral">Scopes</legend>
        {SCOPES.map((scope) => (
          <Checkbox
            key={scope}
            value={scope}
            label={<span className="mono">{scope}</span>}
            hint={SCOPE_SENTENCES[scope]}
            {...register("scopes")}
          />
        ))}
      </fieldset>
      {errors.scopes ? (
        <p role="alert" className="text-bad text-meta">
          {errors.scopes.message}
        </p>
      ) : null}
      <ProblemCard error={create.error} />
      <div>
        <Button type="submit" size="md" isBusy={create.isPending}>
          Make API key
        </Button>
      </div>
      {create.data ? (
        <SecretOnce title={`Secret of ${create.data.key.name}, shown once`} secret={create.data.secret}>
          Put it where your gateway or CI keeps secrets. It cannot be shown again; if it is lost, revoke the
          key.
        </SecretOnce>
      ) : null}
    </form>
  );
}
