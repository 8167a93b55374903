"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { applyProblem } from "@/components/auth/apply-problem.ts";
import { FormProblem } from "@/components/auth/form-problem.tsx";
import { RepositoryField } from "@/components/projects/repository-field.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import { projectEndpoints } from "@/lib/contracts/projects.ts";
import { GIT_HOST_KINDS, GIT_HOST_WORDS } from "@/lib/domain/gitops/git-host-kinds.ts";

const schema = projectEndpoints.createProject.body;
type Values = z.input<typeof schema>;
const FIELDS = ["project.name", "project.slug", "project.gitHost", "project.repository"] as const;
const EMPTY: Values = { project: { name: "", slug: "", gitHost: "local", repository: "" } };

/** NewProjectForm makes a project and leads to it; what it reads there it shows as it comes. */
export function NewProjectForm() {
  const { register, handleSubmit, formState, setError, setValue, watch } = useForm<Values>({
    resolver: zodResolver(schema),
    defaultValues: EMPTY,
  });
  const { errors, isSubmitting, isSubmitSuccessful } = formState;
  const of = errors.project;

  async function submit(values: Values): Promise<void> {
    try {
      const { project } = await callEndpoint(projectEndpoints.createProject, { body: values });
      window.location.assign(`/${project}`);
    } catch (error) {
      applyProblem(error, FIELDS, setError);
    }
  }

  return (
    <form noValidate onSubmit={handleSubmit(submit)} className="flex max-w-xl flex-col gap-4">
      {errors.root?.message ? <FormProblem message={errors.root.message} /> : null}
      <Field label="Project name" error={of?.name?.message}>
        <Input autoComplete="off" {...register("project.name")} />
      </Field>
      <Field
        label="Name in addresses"
        hint="Lower-case letters, digits and dashes. It stays as it is; tupelo.yaml names it too."
        error={of?.slug?.message}
      >
        <Input autoComplete="off" {...register("project.slug")} />
      </Field>
      <Field label="Git host" error={of?.gitHost?.message}>
        <Select {...register("project.gitHost", { onChange: () => setValue("project.repository", "") })}>
          {GIT_HOST_KINDS.map((name) => (
            <option key={name} value={name}>
              {GIT_HOST_WORDS[name]}
            </option>
          ))}
        </Select>
      </Field>
      <RepositoryField
        gitHost={watch("project.gitHost") ?? "local"}
        error={of?.repository?.message}
        field={register("project.repository")}
        onChoose={(name) => setValue("project.repository", name, { shouldValidate: true })}
      />
      <div>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          isBusy={isSubmitting || (isSubmitSuccessful && !errors.root)}
        >
          Make project
        </Button>
      </div>
    </form>
  );
}
