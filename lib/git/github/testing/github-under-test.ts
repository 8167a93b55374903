import type { HostUnderTest } from "../../host-contract.ts";
import type { GithubSettings } from "../github-connection.ts";
import type { ScriptedGithub } from "./scripted-github.ts";

/** githubUnderTest is what the contract of all hosts needs, played by a scripted GitHub. */
export function githubUnderTest(
  github: ScriptedGithub,
  settings: Partial<GithubSettings> = {},
): HostUnderTest {
  const { repository, state } = github;
  return {
    host: github.host(settings),
    commit: (files) => repository.commit({ files }),
    commitOn: (branch, files) => {
      if (repository.git("ls-remote", "origin", `refs/heads/${branch}`) === "")
        repository.git("checkout", "-q", "-B", branch, "origin/main");
      return repository.commit({ files, branch });
    },
    deleteBranch: (branch) => {
      repository.git("push", "-q", "origin", `:refs/heads/${branch}`);
    },
    forcePush: (commit) => {
      repository.git("push", "-q", "--force", "origin", `${commit}:refs/heads/main`);
    },
    review: (number, review) => {
      const stored = { ...review, id: state.nextId() };
      state.reviews.set(number, [...(state.reviews.get(number) ?? []), stored]);
    },
    commentsOn: (number) => state.comments.filter(({ issue }) => issue === number).map(({ body }) => body),
    statusesOf: (commit) => {
      const newest = new Map(
        state.statuses.filter((one) => one.commit === commit).map((one) => [one.context, one]),
      );
      return [...newest.values()].map(({ id: _id, commit: _commit, ...status }) => status);
    },
    close: () => github.close(),
  };
}
