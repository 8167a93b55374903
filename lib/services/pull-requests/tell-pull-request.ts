import type { JobPayloads } from "../../db/jobs.ts";
import { addJob } from "../../db/jobs.ts";
import { sha256Hex } from "../../domain/digest.ts";
import { jitteredDelaySeconds } from "../../domain/environments/reconciliation.ts";
import { AppError } from "../../domain/errors.ts";
import { type PullRequestNews, STATUS_CONTEXT } from "../../domain/gitops/pull-request-news.ts";
import { type GitHost, GitUnavailable } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";

const RETRY_CAP_SECONDS = 300;

type NewsJob = "tell-promotion-pull" | "tell-reconciliation-pull";
export type Told = { pullNumber: number; headCommit: string; toldDigest: string | null; url: string };

/**
 * tellPullRequest rewrites the one comment on a pull request and sets the check of its head, where either says
 * something new. Returns the digest of what stands there now; it is kept, so that the host is not asked for nothing.
 */
export async function tellPullRequest(host: GitHost, news: PullRequestNews, told: Told): Promise<string> {
  const { pullNumber, headCommit, url } = told;
  const { marker, body, state, description } = news;
  const digest = sha256Hex(JSON.stringify([pullNumber, headCommit, state, description, body]));
  if (digest === told.toldDigest) return digest;
  await host.setStatus(headCommit, { context: STATUS_CONTEXT, state, description, targetUrl: url });
  await host.comment(pullNumber, { marker, body });
  return digest;
}

/**
 * tellSoftly tells a pull request's news; a host that is away is asked again later, and nothing else waits for it. A
 * pull request or commit that is gone is not told any more.
 */
export async function tellSoftly(
  ctx: ServiceContext,
  name: NewsJob,
  payload: JobPayloads[NewsJob],
  tell: () => Promise<void>,
): Promise<void> {
  try {
    await tell();
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") {
      ctx.logger.info({ ...payload, reason: error.detail }, "a pull request is gone");
      return;
    }
    if (!(error instanceof GitUnavailable)) throw error;
    const attempts = (payload.attempts ?? 0) + 1;
    const { retryAfterSeconds } = error;
    const seconds = jitteredDelaySeconds({
      ...{ attempts, capSeconds: RETRY_CAP_SECONDS, retryAfterSeconds, random: Math.random() },
    });
    ctx.logger.info({ ...payload, reason: error.message, seconds }, "a pull request is told later");
    await addJob(ctx.db, name, { ...payload, attempts }, new Date(Date.now() + seconds * 1000));
  }
}
