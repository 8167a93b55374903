import { countAccounts } from "../../db/repositories/accounts.ts";
import { findOpenInvite, insertInvite, markInviteAccepted } from "../../db/repositories/invites.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { createProject, type NewProject } from "../projects/create-project.ts";
import { limitAttempts } from "./attempts.ts";
import { createAccount, grantRoles } from "./create-account.ts";
import { hashPassword } from "./password.ts";
import { createSecret, hashSecret } from "./secrets.ts";
import { newcomer } from "./verify-session.ts";

const LIFETIME_MS = 3_600_000;
const SETUP_LOCK_ID = 7_284_013;

export type SetUp = {
  token: string;
  name: string;
  /** Canonical. */
  email: string;
  password: string;
  project: Pick<NewProject, "slug" | "name" | "repository" | "gitHost">;
  address: string | null;
};

/**
 * createSetupToken makes the one-time token of an empty installation, valid for one hour; null when it is not empty.
 * Called by the start script as the service `installation`; the token goes into `/setup#<token>`.
 */
export async function createSetupToken(ctx: ServiceContext): Promise<string | null> {
  if ((await countAccounts(ctx.db)) > 0) return null;
  const token = createSecret();
  const now = ctx.now();
  await transact(ctx, async (tx, audit) => {
    const invite = await insertInvite(tx, {
      tokenHash: hashSecret(token),
      kind: "setup",
      projectId: null,
      email: null,
      grants: [{ role: "admin" }],
      createdBy: "service:installation",
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
      now,
    });
    audit({ chain: "installation", action: "setup.opened", resourceKind: "invite", resourceId: invite.id });
  });
  return token;
}

/** setUp makes the first admin and the first project, once. */
export async function setUp(ctx: ServiceContext, input: SetUp): Promise<{ project: string; email: string }> {
  const now = ctx.now();
  const invite = await limitAttempts({ subject: `setup:${input.address}`, address: input.address }, () =>
    findOpenInvite(ctx.db, { tokenHash: hashSecret(input.token), kind: "setup", now }),
  );
  if (invite === null) {
    throw new AppError(
      "not-found",
      "This link was used already or has expired; start the console again for a new one.",
    );
  }
  const passwordHash = await hashPassword(input.password);
  const { name, email, project } = input;
  await transact({ ...ctx, principal: newcomer({ id: "newcomer", name, email }, now) }, async (tx, audit) => {
    // Two links may be open at once; only one of them makes the first account.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SETUP_LOCK_ID}::bigint)`;
    expectOne(await markInviteAccepted(tx, invite.id, now), "set-up link");
    if ((await countAccounts(tx)) > 0)
      throw new AppError("wrong-state", "This installation is set up already; sign in.");
    const account = await createAccount(tx, audit, { email, name, passwordHash, isDemo: false, now });
    const created = await createProject(tx, audit, { ...project, isDemo: false, now });
    await grantRoles(tx, audit, {
      projectId: created.id,
      accountId: account.id,
      grants: [{ role: "admin" }],
      now,
    });
  });
  return { project: project.slug, email };
}
