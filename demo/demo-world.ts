import { randomBytes } from "node:crypto";
import type pg from "pg";
import { createDatabase, type Database } from "../lib/db/client.ts";
import { createTracePool } from "../lib/db/traces/trace-pool.ts";
import { transact } from "../lib/db/transact.ts";
import type { AccountPrincipal, Principal, ServicePrincipal } from "../lib/domain/access/principal.ts";
import { createGitHostFor } from "../lib/git/git-host-for.ts";
import { createAccount, grantRoles } from "../lib/services/access/create-account.ts";
import { hashPassword } from "../lib/services/access/password.ts";
import type { ServiceContext } from "../lib/services/context.ts";
import { createLogger } from "../lib/services/logging/logger.ts";
import { createProject } from "../lib/services/projects/create-project.ts";
import { createSecretBox } from "../lib/services/secrets/secret-box.ts";
import { DEMO_PEOPLE, type DemoKey } from "./people.ts";

const INSTALLATION: ServicePrincipal = { kind: "service", id: "installation", name: "Installation" };

/** The story's clock: services ask it, the story sets it. */
export type Clock = { at: Date };
export type DemoAccount = { email: string; password: string; roles: string[] };
export type DemoWorld = {
  db: Database;
  traces: pg.Pool;
  clock: Clock;
  projectId: string;
  accounts: DemoAccount[];
  /** The context of somebody of the story, or of a part of Tupelo, at the clock's moment. */
  as: (who: DemoKey | ServicePrincipal) => ServiceContext;
  close: () => Promise<void>;
};

export type WorldInput = {
  databaseUrl: string;
  opsRepoDir: string;
  authSecret: string;
  slug: string;
  repository: string;
  clock: Clock;
};

/** openDatabase opens what the seed works with, before anything is made. */
export function openWorldDatabase(databaseUrl: string): Database {
  return createDatabase(databaseUrl, 4);
}

/** createDemoWorld makes the project and its people, in one transaction, and a way to act as each of them. */
export async function createDemoWorld(db: Database, input: WorldInput): Promise<DemoWorld> {
  const { clock } = input;
  const logger = createLogger("demo");
  const traces = createTracePool(input.databaseUrl, (error) => logger.warn({ err: error }, "traces"), 2);
  const gitHostFor = createGitHostFor(input.opsRepoDir);
  const secretBox = createSecretBox(input.authSecret);
  const contextFor = (principal: Principal): ServiceContext => ({
    ...{ db, traces, principal, gitHostFor, secretBox, logger },
    now: () => clock.at,
    requestId: "demo",
  });
  const made = await createPeople(contextFor(INSTALLATION), input);
  return {
    ...{ db, traces, clock, projectId: made.projectId, accounts: made.accounts },
    as: (who) => contextFor(typeof who === "string" ? made.principalOf(who, clock.at) : who),
    close: async () => {
      await traces.end();
      await db.$disconnect();
    },
  };
}

async function createPeople(ctx: ServiceContext, input: WorldInput) {
  const people = await Promise.all(
    DEMO_PEOPLE.map(async (person) => {
      const password = randomBytes(12).toString("base64url");
      return { ...person, password, passwordHash: await hashPassword(password) };
    }),
  );
  const { projectId, ids } = await transact(ctx, async (tx, audit) => {
    const now = ctx.now();
    const { id: projectId } = await createProject(tx, audit, {
      ...{ slug: input.slug, repository: input.repository, isDemo: true, now },
      name: "DeployBuddy",
      onCallContact: "Ada Okafor",
    });
    const ids = new Map<string, string>();
    for (const { key, name, email, passwordHash, grants } of people) {
      const account = await createAccount(tx, audit, { email, name, passwordHash, isDemo: true, now });
      await grantRoles(tx, audit, { projectId, accountId: account.id, grants, now });
      ids.set(key, account.id);
    }
    return { projectId, ids };
  });
  const principalOf = (key: DemoKey, provedAt: Date): AccountPrincipal => {
    const person = people.find((candidate) => candidate.key === key);
    const id = ids.get(key);
    if (person === undefined || id === undefined) throw new Error(`nobody of the demo is called ${key}`);
    const { name, email, grants } = person;
    return {
      kind: "account",
      id,
      name,
      email,
      sessionId: "demo",
      provedAt,
      proof: "fresh",
      grants: new Map([[projectId, grants]]),
    };
  };
  const accounts = people.map(({ email, password, grants }) => ({
    ...{ email, password },
    roles: grants.map(({ role }) => role),
  }));
  return { projectId, accounts, principalOf };
}
