"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { applyProblem } from "@/components/auth/apply-problem.ts";
import { FormProblem } from "@/components/auth/form-problem.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { signIn } from "@/lib/client/sign-in.ts";
import { emailText, givenPassword } from "@/lib/contracts/session.ts";

const schema = z.object({ email: emailText, password: givenPassword });
type Values = z.infer<typeof schema>;

/** SignInForm starts a session and goes to `nextPath`, which the server has checked. */
export function SignInForm({ nextPath }: { nextPath: string }) {
  const { register, handleSubmit, formState, setError } = useForm<Values>({ resolver: zodResolver(schema) });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;

  async function submit(values: Values): Promise<void> {
    try {
      await signIn(values);
      // A full load, so that no page of before the sign-in stays in memory.
      window.location.assign(nextPath);
    } catch (error) {
      applyProblem(error, ["email", "password"], setError);
    }
  }

  return (
    <form noValidate method="post" onSubmit={handleSubmit(submit)} className="flex flex-col gap-4">
      {errors.root?.message ? <FormProblem message={errors.root.message} /> : null}
      <Field label="E-mail" error={errors.email?.message}>
        <Input type="email" autoComplete="username" {...register("email")} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <Input type="password" autoComplete="current-password" {...register("password")} />
      </Field>
      <Button type="submit" variant="primary" size="lg" isBusy={isSubmitting || isSubmitSuccessful}>
        Sign in
      </Button>
    </form>
  );
}
