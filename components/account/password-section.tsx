"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { accountEndpoints } from "@/lib/contracts/account.ts";
import { newPassword } from "@/lib/contracts/session.ts";

const schema = z.object({ currentPassword: z.string(), newPassword });
type Values = z.output<typeof schema>;
const EMPTY: Values = { currentPassword: "", newPassword: "" };

/** PasswordSection changes the password, or sets the first one of an account that has none. */
export function PasswordSection({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const { register, handleSubmit, formState, reset } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: EMPTY,
  });
  const change = useAct(accountEndpoints.changePassword, {
    onSuccess: () => toast({ title: "The password is changed; all other sessions have ended", tone: "good" }),
  });
  const submit = handleSubmit(({ currentPassword, newPassword: chosen }) =>
    change.mutate(
      { body: { newPassword: chosen, ...(hasPassword ? { currentPassword } : {}) } },
      { onSuccess: () => reset(EMPTY) },
    ),
  );
  return (
    <Section
      title="Password"
      meta={
        hasPassword ? "changing it ends all your other sessions" : "you sign in at your identity provider"
      }
    >
      <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-3">
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        {hasPassword ? (
          <Field label="Old password" error={formState.errors.currentPassword?.message}>
            <Input type="password" autoComplete="current-password" {...register("currentPassword")} />
          </Field>
        ) : null}
        <Field
          label="New password"
          hint="At least 12 characters."
          error={formState.errors.newPassword?.message}
        >
          <Input type="password" autoComplete="new-password" {...register("newPassword")} />
        </Field>
        <ProblemCard error={change.error} />
        <div>
          <Button type="submit" size="md" isBusy={change.isPending}>
            {hasPassword ? "Change password" : "Set a password"}
          </Button>
        </div>
      </form>
    </Section>
  );
}
