import { GitUnavailable } from "../git-host.ts";
import { refAnswer } from "./answers.ts";
import { assertVisible } from "./assert-visible.ts";
import type { GithubClient } from "./github-client.ts";

const READ = "read the branches";
const WRITE = "write a branch";
const ROUTE = "/repos/{owner}/{repo}/git/ref/{ref}";

/** createHeadOfMain asks for main's head; an answer that did not change costs nothing of GitHub's allowance. */
export function createHeadOfMain(client: GithubClient): () => Promise<string> {
  let last: { etag: string; head: string } | null = null;
  return async () => {
    const answer = await client.send({
      route: `GET ${ROUTE}`,
      params: { ref: "heads/main" },
      headers: last === null ? {} : { "if-none-match": last.etag },
      action: READ,
      allow: [304, 404, 409],
    });
    if (answer.status === 304 && last !== null) return last.head;
    if (answer.status !== 200) {
      await assertVisible(client);
      throw new GitUnavailable("The repository has no branch main yet.");
    }
    const head = client.parse(refAnswer, answer, READ).object.sha;
    const { etag } = answer.headers;
    last = etag === undefined ? null : { etag, head };
    return head;
  };
}

/** readBranch is a branch's head; null where there is no such branch. */
export async function readBranch(client: GithubClient, branch: string): Promise<string | null> {
  const params = { ref: `heads/${branch}` };
  const answer = await client.send({ route: `GET ${ROUTE}`, params, action: READ, allow: [404] });
  return answer.status === 404 ? null : client.parse(refAnswer, answer, READ).object.sha;
}

/**
 * writeBranch makes a branch, or moves it where it is known to be at `from`. False where somebody else was faster.
 * GitHub has no compare-and-swap for a branch that goes back: it is read again just before.
 */
export async function writeBranch(
  client: GithubClient,
  { branch, from, to }: { branch: string; from: string | null; to: string },
): Promise<boolean> {
  if (from === null) {
    const params = { ref: `refs/heads/${branch}`, sha: to };
    const route = "POST /repos/{owner}/{repo}/git/refs";
    const answer = await client.send({ route, params, action: WRITE, allow: [422] });
    if (answer.status !== 422) return client.parse(refAnswer, answer, WRITE).object.sha === to;
    return refuseUnless(client, (await readBranch(client, branch)) !== null);
  }
  if ((await readBranch(client, branch)) !== from) return false;
  const params = { ref: `heads/${branch}`, sha: to, force: true };
  const route = "PATCH /repos/{owner}/{repo}/git/refs/{ref}";
  const answer = await client.send({ route, params, action: WRITE, allow: [422] });
  if (answer.status !== 422) return client.parse(refAnswer, answer, WRITE).object.sha === to;
  return refuseUnless(client, (await readBranch(client, branch)) !== from);
}

/** GitHub says 422 of a lost race and of a rule alike. */
function refuseUnless(client: GithubClient, isRace: boolean): false {
  return isRace ? false : client.fail({ kind: "answered", status: 422, action: WRITE });
}
