import type { Principal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";

/** A project as use cases know it. */
export type Project = {
  id: string;
  slug: string;
  name: string;
  isDemo: boolean;
  gitHost: string;
  repository: string;
  minReviewers: number;
  requiredKinds: string[];
  onCallContact: string | null;
  onCallAccountId: string | null;
  reconciliationHours: number;
  postReviewHours: number;
};

const NOTHING_HERE = "There is nothing here that you can see.";

/** getProject finds a project that the caller belongs to; anybody else's is not-found, like one that does not exist. */
export async function getProject(db: Reader, principal: Principal, slug: string): Promise<Project> {
  const project = await db.project.findUnique({ where: { slug } });
  if (project === null || !belongsTo(principal, project.id)) throw new AppError("not-found", NOTHING_HERE);
  return project;
}

/** listProjects lists the projects that a caller belongs to, by name. */
export async function listProjects(db: Reader, principal: Principal): Promise<Project[]> {
  const projects = await db.project.findMany({ orderBy: { slug: "asc" } });
  return projects.filter((project) => belongsTo(principal, project.id));
}

function belongsTo(principal: Principal, projectId: string): boolean {
  switch (principal.kind) {
    case "service":
      return true;
    case "key":
      return principal.projectId === projectId;
    case "account":
      return (principal.grants.get(projectId)?.length ?? 0) > 0;
  }
}

/** firstProjectId is the project that set-up made, whose admins manage the installation; null before set-up. */
export async function firstProjectId(db: Reader): Promise<string | null> {
  const first = await db.project.findFirst({
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return first?.id ?? null;
}
