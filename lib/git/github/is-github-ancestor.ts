import { assertObjectId } from "../object-id.ts";
import { compareAnswer } from "./answers.ts";
import { assertVisible } from "./assert-visible.ts";
import type { GithubClient } from "./github-client.ts";

const ACTION = "compare commits";

/** isGithubAncestor compares two commits; one that GitHub does not have is in nobody's history. */
export async function isGithubAncestor(client: GithubClient, older: string, newer: string): Promise<boolean> {
  const answer = await client.send({
    route: "GET /repos/{owner}/{repo}/compare/{basehead}",
    params: { basehead: `${assertObjectId(older)}...${assertObjectId(newer)}`, per_page: 1 },
    action: ACTION,
    allow: [404],
  });
  if (answer.status === 404) {
    await assertVisible(client);
    return false;
  }
  const { status } = client.parse(compareAnswer, answer, ACTION);
  return status === "ahead" || status === "identical";
}
