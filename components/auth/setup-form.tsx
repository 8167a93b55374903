"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { applyProblem } from "@/components/auth/apply-problem.ts";
import { FormProblem } from "@/components/auth/form-problem.tsx";
import { useLinkToken } from "@/components/auth/use-link-token.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import { signIn } from "@/lib/client/sign-in.ts";
import { sessionEndpoints } from "@/lib/contracts/session.ts";

const schema = sessionEndpoints.setUp.body.omit({ token: true });
type Values = z.infer<typeof schema>;
const FIELDS = ["name", "email", "password", "project.slug", "project.name", "project.repository"] as const;

/** SetupForm makes the first admin and the first project with the one-time link's token. */
export function SetupForm() {
  const token = useLinkToken();
  const { register, handleSubmit, formState, setError } = useForm<Values>({ resolver: zodResolver(schema) });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;

  async function submit(values: Values): Promise<void> {
    try {
      const { project, email } = await callEndpoint(sessionEndpoints.setUp, {
        body: { ...values, token: token ?? "" },
      });
      await signIn({ email, password: values.password });
      window.location.assign(`/${project}`);
    } catch (error) {
      applyProblem(error, FIELDS, setError);
    }
  }

  if (token === "") {
    return (
      <FormProblem message="This link is not complete; open the one that the start of the console printed." />
    );
  }
  return (
    <form noValidate method="post" onSubmit={handleSubmit(submit)} className="flex flex-col gap-4">
      {errors.root?.message ? (
        <FormProblem message={errors.root.message} requestId={errors.root.type?.toString()} />
      ) : null}
      <fieldset className="flex flex-col gap-4">
        <legend className="pb-2 font-semibold text-body">You, the first admin</legend>
        <Field label="Your name" error={errors.name?.message}>
          <Input autoComplete="name" {...register("name")} />
        </Field>
        <Field label="E-mail" error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...register("email")} />
        </Field>
        <Field label="Password" hint="At least 12 characters." error={errors.password?.message}>
          <Input type="password" autoComplete="new-password" {...register("password")} />
        </Field>
      </fieldset>
      <fieldset className="flex flex-col gap-4">
        <legend className="pb-2 font-semibold text-body">The first project</legend>
        <Field label="Project name" error={errors.project?.name?.message}>
          <Input {...register("project.name")} />
        </Field>
        <Field
          label="Name in addresses"
          hint="Lower-case letters, digits and dashes."
          error={errors.project?.slug?.message}
        >
          <Input {...register("project.slug")} />
        </Field>
        <Field
          label="Ops repository"
          hint="The folder of the bare git repository below OPS_REPO_DIR, for example deploybuddy.git."
          error={errors.project?.repository?.message}
        >
          <Input {...register("project.repository")} />
        </Field>
      </fieldset>
      <Button type="submit" variant="primary" size="lg" isBusy={isSubmitting || isSubmitSuccessful}>
        Set up
      </Button>
    </form>
  );
}
