import type { Transaction } from "../../db/client.ts";
import { createId } from "../../db/create-id.ts";
import type { Audit } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { checkRepository, type GitHostKind } from "../../domain/gitops/check-repository.ts";

export type NewProject = {
  slug: string;
  name: string;
  /** `local` where it is not said. */
  gitHost?: GitHostKind | undefined;
  /** Folder of the bare repository below OPS_REPO_DIR, or `owner/name` on GitHub. */
  repository: string;
  isDemo: boolean;
  onCallContact?: string | null;
  now: Date;
};

/** The environments of a new project, in the order in which a release goes through them. */
const ENVIRONMENTS = ["staging", "production"];

/**
 * createProject makes a project with its environments in the caller's transaction; a taken slug is invalid, and a
 * repository that is no folder's name and no address on GitHub is bad-repository. Nobody is called.
 */
export async function createProject(
  tx: Transaction,
  audit: Audit,
  input: NewProject,
): Promise<{ id: string; repository: string }> {
  const { slug, name, gitHost = "local", isDemo, now } = input;
  const repository = checkRepository(gitHost, input.repository);
  if ((await tx.project.findUnique({ where: { slug: input.slug } })) !== null) {
    throw new AppError("invalid", `A project named ${input.slug} exists already.`, {
      errors: [{ pointer: "/project/slug", message: "This name is taken." }],
    });
  }
  const id = createId("prj", now);
  await tx.project.create({
    data: {
      id,
      slug,
      name,
      gitHost,
      repository,
      isDemo,
      onCallContact: input.onCallContact ?? null,
      createdAt: now,
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
  return { id, repository };
}
