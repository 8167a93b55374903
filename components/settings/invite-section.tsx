"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { InviteList } from "@/components/settings/invite-list.tsx";
import { SecretOnce } from "@/components/settings/secret-once.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Select } from "@/components/ui/select.tsx";
import { accessEndpoints } from "@/lib/contracts/access.ts";
import { emailText } from "@/lib/contracts/session.ts";
import { ENVIRONMENT_ROLES, ROLE_SENTENCES, ROLES } from "@/lib/domain/access/roles.ts";

type InviteSectionProps = {
  project: string;
  environments: readonly string[];
  readRefusal: string | null;
  refusal: string | null;
};

const schema = z.object({
  email: z.union([z.literal(""), emailText]),
  roles: z.array(z.enum(ROLES)).min(1, "Choose at least one role."),
  environment: z.string(),
});
type Values = z.output<typeof schema>;

const EMPTY: Values = { email: "", roles: [], environment: "" };

/** grantsOf limits reviewer and operator to the chosen environment; the other roles hold everywhere. */
function grantsOf({ roles, environment }: Values) {
  return roles.map((role) =>
    environment !== "" && ENVIRONMENT_ROLES.includes(role) ? { role, environment } : { role },
  );
}

type FormProps = Pick<InviteSectionProps, "project" | "environments">;

function InviteForm({ project, environments }: FormProps) {
  const { register, handleSubmit, formState, reset, watch } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: EMPTY,
  });
  const invite = useAct(accessEndpoints.createInvite);
  const isLimitable = watch("roles").some((role) => ENVIRONMENT_ROLES.includes(role));
  const { errors } = formState;
  const submit = handleSubmit((values) =>
    invite.mutate(
      {
        params: { project },
        body: { email: values.email === "" ? undefined : values.email, grants: grantsOf(values) },
      },
      { onSuccess: () => reset(EMPTY) },
    ),
  );
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-3">
      <Field
        label="E-mail (optional)"
        hint="With an e-mail, only that person can use the link."
        error={errors.email?.message}
      >
        <Input type="email" autoComplete="off" {...register("email")} />
      </Field>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-meta text-neutral">Roles</legend>
        {ROLES.map((role) => (
          <Checkbox key={role} value={role} label={role} hint={ROLE_SENTENCES[role]} {...register("roles")} />
        ))}
        {errors.roles ? (
          <p role="alert" className="text-bad text-meta">
            {errors.roles.message}
          </p>
        ) : null}
      </fieldset>
      {isLimitable ? (
        <Field label="Reviewer and operator hold in">
          <Select {...register("environment")}>
            <option value="">every environment</option>
            {environments.map((name) => (
              <option key={name} value={name}>
                {name} only
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      <ProblemCard error={invite.error} />
      <div>
        <Button type="submit" size="md" isBusy={invite.isPending}>
          Make invite link
        </Button>
      </div>
      {invite.data ? (
        <SecretOnce title="Invite link, shown once" secret={invite.data.link}>
          Send it to the person. It works once, for seven days; if it is lost, revoke it and make another one.
        </SecretOnce>
      ) : null}
    </form>
  );
}

/** InviteSection: a one-time link that gives a person roles here. */
export function InviteSection({ project, environments, readRefusal, refusal }: InviteSectionProps) {
  return (
    <Section title="Invite" meta="a one-time link that gives a person roles in this project">
      {refusal === null ? (
        <InviteForm project={project} environments={environments} />
      ) : (
        <Button refusal={refusal}>Make invite link</Button>
      )}
      <InviteList project={project} readRefusal={readRefusal} manageRefusal={refusal} />
    </Section>
  );
}
