"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { applyProblem } from "@/components/auth/apply-problem.ts";
import { FormProblem } from "@/components/auth/form-problem.tsx";
import { ProviderButtons } from "@/components/auth/provider-buttons.tsx";
import { useLinkToken } from "@/components/auth/use-link-token.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import { signIn } from "@/lib/client/sign-in.ts";
import { accessEndpoints } from "@/lib/contracts/access.ts";
import type { ProviderRow } from "@/lib/contracts/account.ts";

const schema = accessEndpoints.acceptInvite.body.omit({ token: true });
type Values = z.infer<typeof schema>;

/** InviteForm accepts the invite whose token is in the address, signs in, and goes to the project. */
export function InviteForm({ providers }: { providers: readonly ProviderRow[] }) {
  const token = useLinkToken();
  const { register, handleSubmit, formState, setError } = useForm<Values>({ resolver: zodResolver(schema) });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;

  async function submit(values: Values): Promise<void> {
    try {
      const { project, email } = await callEndpoint(accessEndpoints.acceptInvite, {
        body: { ...values, token: token ?? "" },
      });
      await signIn({ email, password: values.password });
      window.location.assign(`/${project}`);
    } catch (error) {
      applyProblem(error, ["name", "email", "password"], setError);
    }
  }

  if (token === "")
    return <FormProblem message="This link is not complete; open it again or ask an admin for a new one." />;
  return (
    <>
      <form noValidate method="post" onSubmit={handleSubmit(submit)} className="flex flex-col gap-4">
        {errors.root?.message ? (
          <FormProblem message={errors.root.message} requestId={errors.root.type?.toString()} />
        ) : null}
        <Field label="Your name" error={errors.name?.message}>
          <Input autoComplete="name" {...register("name")} />
        </Field>
        <Field label="E-mail" error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...register("email")} />
        </Field>
        <Field
          label="Password"
          hint="At least 12 characters. If you have an account already, its password."
          error={errors.password?.message}
        >
          <Input type="password" autoComplete="new-password" {...register("password")} />
        </Field>
        <Button type="submit" variant="primary" size="lg" isBusy={isSubmitting || isSubmitSuccessful}>
          Join
        </Button>
      </form>
      <ProviderButtons
        providers={providers}
        errand={{ intent: "invite", token: token ?? "" }}
        verb="Join without a password, with"
      />
    </>
  );
}
