import { AppError } from "../../domain/errors.ts";
import { assertMarker } from "../comment-marker.ts";
import {
  type CommitStatus,
  HOST_REVIEW_STATES,
  type HostReview,
  type PullRequestComment,
} from "../git-host.ts";
import { assertObjectId } from "../object-id.ts";
import { anyAnswer, commentAnswer, reviewAnswer } from "./answers.ts";
import { assertVisible } from "./assert-visible.ts";
import type { GithubClient } from "./github-client.ts";
import { listPages } from "./list-pages.ts";

/** GitHub refuses longer ones. */
const MAX_DESCRIPTION = 140;

/**
 * saveGithubComment keeps one comment per marker, which stands in it as an HTML comment. Only comments of our own
 * account count, so that nobody's words are rewritten.
 */
export async function saveGithubComment(
  client: GithubClient,
  number: number,
  comment: PullRequestComment,
): Promise<void> {
  const sign = `<!-- ${assertMarker(comment.marker)} -->`;
  const body = `${sign}\n${comment.body.replaceAll("\0", "")}`;
  const list = { route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments", action: "read comments" };
  const params = { issue_number: number };
  const comments = await listPages(client, { ...list, params, allow: [404] }, commentAnswer);
  if (comments === null) return missing(client, `There is no pull request ${number}.`);
  const login = await client.connection.ownLogin(await client.connection.octokitOf(client.address));
  const own = comments.find(
    (one) => one.body?.startsWith(sign) === true && (login === null || one.user?.login === login),
  );
  if (own?.body === body) return;
  const action = "write a comment";
  const request =
    own === undefined
      ? { route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", params: { ...params, body } }
      : {
          route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
          params: { comment_id: own.id, body },
        };
  client.parse(anyAnswer, await client.send({ ...request, action }), action);
}

/** setGithubStatus adds a status; the newest of a context counts, so that saying it twice does no harm. */
export async function setGithubStatus(
  client: GithubClient,
  commit: string,
  status: CommitStatus,
): Promise<void> {
  const action = "set a commit's status";
  const { state, context, description, targetUrl } = status;
  const answer = await client.send({
    route: "POST /repos/{owner}/{repo}/statuses/{sha}",
    params: {
      sha: assertObjectId(commit),
      ...{ state, context, target_url: targetUrl },
      description: [...description].slice(0, MAX_DESCRIPTION).join(""),
    },
    action,
    allow: [404, 422],
  });
  if (answer.status === 404 || /no commit found/i.test(answer.message))
    return missing(client, `There is no commit ${commit}.`);
  if (answer.status === 422) return client.fail({ kind: "answered", status: 422, action });
  client.parse(anyAnswer, answer, action);
}

/** listGithubReviews reads what people submitted; a review that is being written is nobody's word yet. */
export async function listGithubReviews(client: GithubClient, number: number): Promise<HostReview[]> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
  const request = { route, params: { pull_number: number }, action: "read the reviews", allow: [404] };
  const found = await listPages(client, request, reviewAnswer);
  if (found === null) return missing(client, `There is no pull request ${number}.`);
  return found
    .flatMap(({ user, state, commit_id: commit, submitted_at: at }) => {
      const said = HOST_REVIEW_STATES.find((known) => known.toUpperCase() === state);
      if (said === undefined || at === undefined) return [];
      // A deleted account is shown as this on GitHub.
      return [{ reviewer: user?.login ?? "ghost", state: said, commit, at }];
    })
    .sort((left, right) => left.at.getTime() - right.at.getTime());
}

async function missing(client: GithubClient, sentence: string): Promise<never> {
  await assertVisible(client);
  throw new AppError("not-found", sentence);
}
