import type { Project } from "../../db/queries/projects.ts";
import { saveCheckpoint } from "../../db/repositories/audit-checkpoints.ts";
import { judgeCheckpoint } from "../../domain/audit/judge-checkpoint.ts";
import { GENESIS } from "../../domain/audit/verify-chain.ts";
import type { ServiceContext } from "../context.ts";
import { readCheckpoints } from "../invariants/read-checkpoints.ts";

/** So many of the newest are looked at: a chain that was rewritten before them differs in all of them. */
const NEWEST = 500;

/**
 * checkGitCheckpoints holds a project's chain against what the commits of main say about it, and keeps the answer for
 * the audit page. Returns what is wrong, or null. A host that is away or cannot tell leaves the last answer standing.
 */
export async function checkGitCheckpoints(ctx: ServiceContext, project: Project): Promise<string | null> {
  const found = await readCheckpoints(ctx, project);
  const newest = [...found].sort((a, b) => b.seq - a.seq).slice(0, NEWEST);
  const [first] = newest;
  if (first === undefined) return null;
  const chain = project.id;
  const head = (await ctx.db.auditHead.findUnique({ where: { chain } })) ?? GENESIS;
  const rows = await ctx.db.auditEvent.findMany({
    where: { chain, seq: { in: newest.map(({ seq }) => seq) } },
    select: { seq: true, hash: true },
  });
  const hashes = new Map(rows.map(({ seq, hash }) => [seq, hash]));
  const problems = newest.flatMap((kept) => {
    const problem = judgeCheckpoint({ head, kept, hashOfKept: hashes.get(kept.seq) ?? null });
    return problem === null ? [] : [`Commit ${kept.commit.slice(0, 7)}: ${problem}`];
  });
  const problem = problems.at(-1) ?? null;
  const before = await ctx.db.auditCheckpoint.findUnique({ where: { chain_place: { chain, place: "git" } } });
  const since = before?.commit === first.commit ? before.sinceAt : null;
  const { seq, hash, commit } = first;
  await saveCheckpoint(ctx.db, { chain, place: "git", seq, hash, commit, problem }, ctx.now(), since);
  return problem;
}
