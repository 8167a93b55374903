import pg from "pg";
import type { Database } from "../../db/client.ts";
import { insertIdentity } from "../../db/repositories/identities.ts";
import { insertSession } from "../../db/repositories/sessions.ts";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { seedAccount } from "../../db/testing/seed-project.ts";
import { copyTestDatabase, createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { insertSpans } from "../../db/traces/insert-spans.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { ROLES, type Role, type SCOPES, type Scope } from "../../domain/access/roles.ts";
import type { ReviewSubject } from "../../domain/promotions/review-rules.ts";
import { createApiKey } from "../access/create-api-key.ts";
import { createInvite } from "../access/create-invite.ts";
import { addGroupGrant } from "../access/group-grants.ts";
import { hashPassword } from "../access/password.ts";
import { createSecret, hashSecret } from "../access/secrets.ts";
import { createSetupToken } from "../access/set-up.ts";
import { rotateGitHookSecret } from "../hooks/git-hook.ts";
import { createRelease } from "../releases/create-release.ts";
import {
  environmentOf,
  promoteAndServe,
  propose,
  readPromotion,
  rollBackTo,
  startServing,
} from "./motion-steps.ts";
import { createMotionWorld, type MotionWorld } from "./motion-world.ts";
import { seedEvalSessions } from "./seed-eval-sessions.ts";
import { type SeededNews, seedNotifications } from "./seed-notifications.ts";
import { type SeededPromotions, seedPromotions } from "./seed-promotions.ts";
import { type SeededReconciliations, seedReconciliations } from "./seed-reconciliations.ts";
import { seedRollouts } from "./seed-rollouts.ts";
import { testContext } from "./test-context.ts";

export const PASSWORD = "correct horse battery staple";
export type Person = Role | "everything" | "outsider";

/** Two projects in the middle of their lives, with everything that an endpoint could be asked about. */
export type ApiFacts = {
  test: TestDatabase;
  now: Date;
  gitHostFor: MotionWorld["gitHostFor"];
  project: { id: string; slug: string };
  other: { slug: string; releaseId: string; requestId: string; accountId: string; keyId: string };
  people: Record<Person, AccountPrincipal>;
  /** What each person's cookie holds. */
  sessions: Record<Person, string>;
  keys: Record<Scope, string>;
  served: string;
  firstRelease: string;
  candidate: string;
  quarantined: string;
  promotionNumber: number;
  /** What composing again and ending a freeze are about. */
  proposed: SeededPromotions;
  subject: ReviewSubject;
  rolloutNumber: number;
  reconciliationNumber: number;
  allocationVersion: number;
  evalNumber: number;
  /** An environment after a rollback and a change by hand. */
  handmade: SeededReconciliations;
  /** A webhook and a delivery to it that failed. */
  told: SeededNews;
  /** What signs the webhooks of the project's git host. */
  hookSecret: string;
  /** Two rollouts on their way, in environments of their own. */
  steered: { stepping: number; paused: number };
  /** A release that can be measured, and a session of it that waits and one that was stopped. */
  evalSessions: { releaseId: string; queued: number; stopped: number };
  /** A judge's version with a run that it judged. */
  judge: { name: string; version: string; runNumber: number };
  requestId: string;
  inviteToken: string;
  inviteId: string;
  keyId: string;
  removable: string;
  /** What a group of the identity provider holds. */
  groupGrantId: string;
  /** The name of a second session that every person has. */
  sessionRef: string;
  close: () => Promise<void>;
};

/** createApiFacts makes both projects by the real services; nobody is connected to the database afterwards. */
export async function createApiFacts(): Promise<ApiFacts> {
  const test = await createTestDatabase();
  const world = await createMotionWorld(test, "alpha");
  const firstRelease = await startServing(world);
  const staging: MotionWorld = { ...world, environment: { project: "alpha", environment: "staging" } };
  const bad = await promoteAndServe(staging, "2", 0.9);
  const rolledBack = await rollBackTo(staging, firstRelease);
  const good = await promoteAndServe(world, "3", 0.95);
  world.pass(49);
  const candidate = await world.compose("4");
  await world.evaluate(candidate, { score: 0.97 });
  const promotionNumber = await propose(world, candidate);
  const { subject } = await readPromotion(world, promotionNumber);
  const { served } = await environmentOf(world);
  const run = await test.db.evalRun.findFirstOrThrow({ where: { releaseId: candidate } });
  const judge = await createJudge(world);
  const model = { kind: "model", name: "lora", version: "1" };
  await seedArtifactVersion(test.db, { ...model, projectId: world.project.id });
  const other = await createOther(test);
  await insertRequests(test, [
    { projectId: world.project.id, requestId: "req_alpha", releaseId: good.releaseId },
    { projectId: other.world.project.id, requestId: other.requestId, releaseId: other.releaseId },
  ]);
  const access = await createAccess(world, other.world);
  const evalSessions = await seedEvalSessions(world);
  const handmade = await seedReconciliations(world, { served: firstRelease, named: good.releaseId });
  const steered = await seedRollouts(world, {
    ...{ control: firstRelease, candidate: good.releaseId, promotionNumber: good.number },
  });
  const proposed = await seedPromotions(world, {
    ...{ environment: handmade.environment, releaseId: candidate, oldBaseId: good.releaseId },
    authorId: world.seeded.principals.author.id,
  });
  const told = await seedNotifications(world);
  const hook = { params: world.params, body: { endOldSecret: false } };
  const { secret: hookSecret } = await rotateGitHookSecret(world.as("admin"), hook);
  await test.db.$disconnect();
  const { world: otherWorld, ...otherFacts } = other;
  return {
    ...{ test, now: world.clock.at, gitHostFor: world.gitHostFor, other: otherFacts, ...access },
    project: { id: world.project.id, slug: "alpha" },
    ...{ firstRelease, candidate, promotionNumber, subject },
    ...{ served: good.releaseId, quarantined: bad.releaseId, rolloutNumber: good.rollout },
    reconciliationNumber: rolledBack.reconciliationNumber ?? 0,
    allocationVersion: served?.version ?? 0,
    evalNumber: run.number,
    evalSessions,
    steered,
    told,
    hookSecret,
    handmade,
    proposed,
    judge,
    requestId: "req_alpha",
    close: async () => {
      world.close();
      otherWorld.close();
      await test.drop();
    },
  };
}

async function createJudge(world: MotionWorld): Promise<ApiFacts["judge"]> {
  const judge = { kind: "judge", name: "tone", version: "1" };
  await seedArtifactVersion(world.test.db, { ...judge, projectId: world.project.id });
  const components = [{ kind: "prompt", name: "support", version: "1" }, judge];
  const { params } = world;
  const { id } = await createRelease(world.as("author"), { params, body: { components } });
  await world.evaluate(id, { score: 0.9 });
  const run = await world.test.db.evalRun.findFirstOrThrow({ where: { releaseId: id } });
  return { name: judge.name, version: judge.version, runNumber: run.number };
}

async function createOther(test: TestDatabase) {
  const world = await createMotionWorld(test, "beta");
  const { viewer, admin } = world.seeded.principals;
  const { key } = await createApiKey(world.as(admin), {
    ...{ project: "beta", name: "theirs", environment: null, scopes: ["read"], expiresInDays: 9 },
  });
  return {
    ...{ world, slug: "beta", requestId: "req_beta", accountId: viewer.id, keyId: key.id },
    releaseId: await world.compose("5"),
  };
}

async function createAccess(world: MotionWorld, otherWorld: MotionWorld) {
  const { db } = world.test;
  const everything = await seedAccount(db, world.project, "everything", ROLES);
  const removable = await seedAccount(db, world.project, "leaver", ["viewer"]);
  const outsider = otherWorld.seeded.principals.admin;
  const people = { ...world.seeded.principals, everything, outsider };
  await db.account.updateMany({ data: { passwordHash: await hashPassword(PASSWORD) } });
  const session = async (person: AccountPrincipal) => {
    const secret = createSecret();
    await db.$transaction((tx) =>
      insertSession(tx, { id: hashSecret(secret), accountId: person.id, now: world.clock.at }),
    );
    return secret;
  };
  const admin = world.as("admin");
  const key = (scopes: readonly Scope[]) =>
    createApiKey(admin, { project: "alpha", name: "test", environment: null, scopes, expiresInDays: 9 });
  await addWaysToSignIn(db, Object.values(people), world.clock.at);
  const groupGrant = await addGroupGrant(admin, {
    ...{ project: "alpha", groupName: "sre", grant: { role: "viewer" } },
  });
  const invite = await createInvite(admin, { project: "alpha", email: null, grants: [{ role: "viewer" }] });
  return {
    ...{ people, inviteToken: invite.token, inviteId: invite.id, removable: removable.id },
    ...{ groupGrantId: groupGrant.id, sessionRef: SESSION_REF },
    sessions: await mapValues(people, session),
    keys: await mapValues(
      {
        read: "read",
        "traces:write": "traces:write",
        "flags:evaluate": "flags:evaluate",
        "releases:write": "releases:write",
        "evals:write": "evals:write",
        "promotions:propose": "promotions:propose",
      } satisfies Record<(typeof SCOPES)[number], Scope>,
      async (scope) => (await key([scope])).secret,
    ),
    keyId: (await key(["read"])).key.id,
  };
}

const SESSION_REF = "0123456789ab";

/** A second session and a linked identity for each person: what their account page shows and ends. */
async function addWaysToSignIn(db: Database, people: readonly AccountPrincipal[], now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const [index, { id: accountId, email }] of people.entries()) {
      const id = `${SESSION_REF}${`${index}`.padStart(52, "0")}`;
      await insertSession(tx, { id, accountId, now });
      await insertIdentity(tx, { provider: "github", subject: `${index}`, accountId, email, now });
    }
  });
}

async function mapValues<Key extends string, From, To>(
  from: Record<Key, From>,
  change: (value: From) => Promise<To>,
): Promise<Record<Key, To>> {
  const to: Partial<Record<Key, To>> = {};
  for (const name in from) to[name] = await change(from[name]);
  return to as Record<Key, To>;
}

type RequestFacts = { projectId: string; requestId: string; releaseId: string };

async function insertRequests(test: TestDatabase, requests: readonly RequestFacts[]): Promise<void> {
  const pool = new pg.Pool({ connectionString: test.url, max: 1 });
  const at = new Date("2026-05-06T09:00:00Z");
  const calls = requests.map(({ projectId, requestId, releaseId }, index) => ({
    ...{
      projectId,
      requestId,
      releaseId,
      keyId: "key_x",
      claimedRelease: releaseId,
      arm: "control" as const,
    },
    ...{
      traceId: `${index}`.repeat(32),
      spanId: `${index}`.repeat(16),
      parentSpanId: null,
      responseId: null,
    },
    ...{
      environment: "production",
      subjectHash: null,
      region: "us-west",
      spanName: "chat",
      operation: "chat",
    },
    ...{ isInference: true, provider: "openai", model: "lora", inputTokens: 1, outputTokens: 1, ttftMs: 5 },
    ...{ latencyMs: 9, costUsd: null, status: "ok" as const, errorType: null, attributes: {} },
    ...{ startedAt: at, receivedAt: at },
    ...{ promptDigest: null, promptName: null, serviceName: null, outputDigest: null, isAssigned: false },
  }));
  await insertSpans(pool, { calls, featureReads: [], evaluations: [], payloads: [] });
  await pool.end();
}

/** copyOf is a database of its own with the same rows, for a test that changes them. */
export function copyOf(facts: ApiFacts): Promise<TestDatabase> {
  return copyTestDatabase(facts.test);
}

/** createEmptyInstallation is a database with nobody in it, and the one-time token that sets it up. */
export async function createEmptyInstallation(now: Date): Promise<{ test: TestDatabase; token: string }> {
  const test = await createTestDatabase();
  const installation = { kind: "service", id: "installation", name: "Installation" } as const;
  const token = await createSetupToken(testContext(test.db, installation, { now: () => now }));
  return { test, token: token ?? "" };
}
