import type { AllowedHost } from "../../domain/egress/egress-allow.ts";
import { createSafeFetch } from "../../egress/safe-fetch.ts";
import { createGitHostFor } from "../../git/git-host-for.ts";
import { connectGithub } from "../../git/github/github-connection.ts";
import type { GithubAccess } from "../../git/github/github-env.ts";
import type { ServiceContext } from "../context.ts";

const TIMEOUT_MS = 20_000;
/** GitHub's API gives out blobs up to 100 MiB; the host itself cuts an answer where it has to. */
const MAX_ANSWER_BYTES = 110 * 1024 * 1024;

/**
 * createGitHosts is how the process that works with git finds a project's host. GitHub is called where the egress
 * rules let it: https to the open Internet, or what EGRESS_ALLOW lists.
 */
export function createGitHosts(settings: {
  opsRepoDir: string;
  github: GithubAccess | null;
  egressAllow: readonly AllowedHost[];
}): ServiceContext["gitHostFor"] {
  const { opsRepoDir, github, egressAllow: allow } = settings;
  if (github === null) return createGitHostFor(opsRepoDir);
  const fetch = createSafeFetch({ allow, timeoutMs: TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES });
  return createGitHostFor(opsRepoDir, connectGithub({ ...github, fetch, timeoutMs: TIMEOUT_MS }));
}
