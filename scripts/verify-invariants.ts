/**
 * `npm run verify-invariants [-- --project SLUG] [-- --log FILE] [-- --checkpoints FILE]`: checks what has to hold whatever happens, from the
 * database of DATABASE_URL, the repositories of OPS_REPO_DIR, the checkpoint file (default: AUDIT_CHECKPOINT_FILE), and
 * what clients saw. Ends with `N checked, N violated`.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createDatabase } from "../lib/db/client.ts";
import { createTracePool } from "../lib/db/traces/trace-pool.ts";
import { parseCheckpointLines } from "../lib/domain/audit/checkpoint-line.ts";
import { parseEgressAllow } from "../lib/domain/egress/egress-allow.ts";
import { type ClientLogLine, clientLogLineSchema } from "../lib/domain/invariants/client-log.ts";
import { INVARIANTS } from "../lib/domain/invariants/violation.ts";
import { githubEnv, toGithubAccess } from "../lib/git/github/github-env.ts";
import type { ServiceContext } from "../lib/services/context.ts";
import { createGitHosts } from "../lib/services/git/create-git-hosts.ts";
import { verifyInvariants } from "../lib/services/invariants/verify-invariants.ts";
import { verifyOtherChains } from "../lib/services/invariants/verify-other-chains.ts";
import { createLogger } from "../lib/services/logging/logger.ts";
import { createSecretBox } from "../lib/services/secrets/secret-box.ts";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { project: { type: "string" }, log: { type: "string" }, checkpoints: { type: "string" } },
  });
  const { DATABASE_URL, OPS_REPO_DIR } = process.env;
  if (DATABASE_URL === undefined || OPS_REPO_DIR === undefined)
    throw new Error("Set DATABASE_URL and OPS_REPO_DIR to those of the installation that is to be checked.");
  const logger = createLogger("verify-invariants");
  const db = createDatabase(DATABASE_URL, 2);
  const traces = createTracePool(DATABASE_URL, (error) => logger.warn({ err: error }, "traces"), 1);
  const gitHostFor = createGitHosts({
    opsRepoDir: OPS_REPO_DIR,
    github: toGithubAccess(githubEnv.parse(process.env)),
    egressAllow: parseEgressAllow(process.env.EGRESS_ALLOW ?? ""),
  });
  const ctx: ServiceContext = {
    ...{ db, traces, logger, gitHostFor, requestId: "verify-invariants" },
    // Nothing is opened here.
    secretBox: createSecretBox(""),
    principal: { kind: "service", id: "verify-invariants", name: "verify-invariants" },
    now: () => new Date(),
  };
  const log = values.log === undefined ? [] : await readLog(values.log);
  const file = values.checkpoints ?? process.env.AUDIT_CHECKPOINT_FILE ?? "";
  const kept = file === "" ? [] : parseCheckpointLines(await readFile(file, "utf8"));
  const where = values.project === undefined ? {} : { slug: values.project };
  const elsewhere = values.project === undefined ? await verifyOtherChains(ctx, kept) : [];
  let violated = elsewhere.length;
  for (const { invariant, subject, sentence } of elsewhere)
    console.log(`${invariant} (${INVARIANTS[invariant]}): ${subject}: ${sentence}`);
  for (const project of await db.project.findMany({ where })) {
    const violations = await verifyInvariants(ctx, project, log, kept);
    violated += violations.length;
    for (const { invariant, subject, sentence } of violations)
      console.log(`${project.slug}: ${invariant} (${INVARIANTS[invariant]}): ${subject}: ${sentence}`);
  }
  await Promise.all([traces.end(), db.$disconnect()]);
  console.log(`${Object.keys(INVARIANTS).length} invariants checked, ${violated} violations`);
  if (violated > 0) process.exitCode = 1;
}

async function readLog(file: string): Promise<ClientLogLine[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => clientLogLineSchema.parse(JSON.parse(line)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
