import type { Transaction } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import type { Audit } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import type { GitHostName } from "../../domain/gitops/git-host-name.ts";
import { isReservedSlug } from "../../domain/reserved-slugs.ts";

export type NewProject = {
  slug: string;
  name: string;
  /** `local` unless told. */
  gitHost?: GitHostName;
  /** Of the local host, the folder of the bare repository below OPS_REPO_DIR; of GitHub, owner/name. */
  repository: string;
  isDemo: boolean;
  onCallContact?: string | null;
  now: Date;
};

/** The environments of a new project, in the order in which a release goes through them. */
const ENVIRONMENTS = ["staging", "production"];

/** createProject makes a project with its environments in the caller's transaction; a taken slug is invalid. */
export async function createProject(
  tx: Transaction,
  audit: Audit,
  input: NewProject,
): Promise<{ id: string }> {
  if ((await tx.project.findUnique({ where: { slug: input.slug } })) !== null) {
    throw new AppError("invalid", `A project named ${input.slug} exists already.`, {
      errors: [{ pointer: "/project/slug", message: "This name is taken." }],
    });
  }
  const { slug, name, gitHost = "local", repository, isDemo, now } = input;
  if (isReservedSlug(slug)) {
    const message = "The console's own pages have this name; choose another one.";
    throw new AppError("invalid", message, { errors: [{ pointer: "/project/slug", message }] });
  }
  const id = createId("prj", now);
  await tx.project.create({
    data: {
      ...{ id, slug, name, gitHost, repository, isDemo, createdAt: now },
      onCallContact: input.onCallContact ?? null,
    },
  });
  await tx.environment.createMany({
    data: ENVIRONMENTS.map((environment, position) => ({
      id: createId("env", now),
      projectId: id,
      name: environment,
      position,
      createdAt: now,
    })),
  });
  audit({
    chain: id,
    action: "project.created",
    resourceKind: "project",
    resourceId: slug,
    after: { name, gitHost, repository, isDemo, environments: ENVIRONMENTS },
  });
  return { id };
}
