import type { AccountPrincipal, KeyPrincipal } from "../../domain/access/principal.ts";
import { ROLES, type Role, SCOPES, type Scope } from "../../domain/access/roles.ts";
import { sha256Hex } from "../../domain/digest.ts";
import type { Database } from "../client.ts";
import { createId } from "../create-id.ts";
import type { Project } from "../queries/projects.ts";

export type SeededProject = {
  project: Project;
  environments: { staging: string; production: string };
  /** One signed-in person for each role, holding that role alone, in every environment. */
  principals: Record<Role, AccountPrincipal>;
  /** A key with every scope, made by the author. */
  key: KeyPrincipal;
  /** keyWith is the same key with these scopes alone. */
  keyWith: (...scopes: Scope[]) => KeyPrincipal;
};

/** The moment at which seeded rows are made. */
export const SEEDED_AT = new Date("2026-05-04T09:00:00.000Z");

/** seedProject makes a project with two environments, an account for each role, and an API key. */
export async function seedProject(db: Database, options: { slug?: string } = {}): Promise<SeededProject> {
  const project: Project = {
    id: createId("prj"),
    slug: options.slug ?? "deploybuddy",
    name: options.slug ?? "DeployBuddy",
    isDemo: false,
    gitHost: "local",
    repository: `${options.slug ?? "deploybuddy"}.git`,
    minReviewers: 1,
    requiredKinds: [],
    onCallContact: null,
    onCallAccountId: null,
    reconciliationHours: 1,
    postReviewHours: 24,
  };
  await db.project.create({ data: { ...project, createdAt: SEEDED_AT } });
  const environments = { staging: createId("env"), production: createId("env") };
  await db.environment.createMany({
    data: [
      { id: environments.staging, projectId: project.id, name: "staging", position: 0, createdAt: SEEDED_AT },
      {
        id: environments.production,
        projectId: project.id,
        name: "production",
        position: 1,
        createdAt: SEEDED_AT,
      },
    ],
  });
  const principals = await seedPrincipals(db, project);
  const key = await seedKey(db, project, principals.author);
  return { project, environments, principals, key, keyWith: (...scopes) => ({ ...key, scopes }) };
}

async function seedPrincipals(db: Database, project: Project): Promise<Record<Role, AccountPrincipal>> {
  const seed = (role: Role) => seedAccount(db, project, role);
  return {
    viewer: await seed("viewer"),
    author: await seed("author"),
    reviewer: await seed("reviewer"),
    operator: await seed("operator"),
    auditor: await seed("auditor"),
    admin: await seed("admin"),
  } satisfies Record<(typeof ROLES)[number], AccountPrincipal>;
}

/** seedAccount makes one more person with these roles in a project; `name` is also the name in the e-mail. */
export async function seedAccount(
  db: Database,
  project: Pick<Project, "id" | "slug">,
  name: string,
  roles: readonly Role[] = ROLES.filter((role) => role === name),
): Promise<AccountPrincipal> {
  const id = createId("acc");
  const email = `${name}@${project.slug}.example`;
  await db.account.create({ data: { id, email, name, createdAt: SEEDED_AT } });
  await db.membership.createMany({
    data: roles.map((role) => ({
      id: createId("mem"),
      projectId: project.id,
      accountId: id,
      role,
      createdAt: SEEDED_AT,
    })),
  });
  const grants = new Map([[project.id, roles.map((role) => ({ role }))]]);
  return {
    kind: "account",
    id,
    name,
    email,
    sessionId: `session-${id}`,
    provedAt: SEEDED_AT,
    proof: "fresh",
    grants,
  };
}

async function seedKey(db: Database, project: Project, owner: AccountPrincipal): Promise<KeyPrincipal> {
  const id = createId("key");
  const name = "ci";
  await db.apiKey.create({
    data: {
      id,
      projectId: project.id,
      name,
      secretHash: sha256Hex(id),
      scopes: [...SCOPES],
      createdBy: owner.id,
      createdAt: SEEDED_AT,
      expiresAt: new Date("2099-01-01T00:00:00.000Z"),
    },
  });
  return {
    kind: "key",
    id,
    name,
    projectId: project.id,
    environment: null,
    scopes: SCOPES,
    ownerId: owner.id,
  };
}
