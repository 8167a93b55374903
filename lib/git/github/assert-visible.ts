import { anyAnswer } from "./answers.ts";
import type { GithubClient } from "./github-client.ts";

/**
 * assertVisible asks for the repository itself. GitHub says 404 both of what does not exist and of what it does not
 * show: only where the repository is shown, something in it is missing. Throws GitUnavailable.
 */
export async function assertVisible(client: GithubClient): Promise<void> {
  const action = "read the repository";
  client.parse(anyAnswer, await client.send({ route: "GET /repos/{owner}/{repo}", action }), action);
}
