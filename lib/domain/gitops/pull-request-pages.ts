const PUBLIC_API = "https://api.github.com";
const PUBLIC_PAGES = "https://github.com";

/**
 * pullRequestPages is where people see pull requests, each at this address with its number added; null for a host
 * without pages. A GitHub Enterprise Server has its pages beside its API, which ends with `/api/v3`.
 */
export function pullRequestPages(
  { gitHost, repository }: { gitHost: string; repository: string },
  githubApiUrl: string,
): string | null {
  if (gitHost !== "github") return null;
  const api = githubApiUrl.replace(/\/+$/, "");
  const pages = api === "" || api === PUBLIC_API ? PUBLIC_PAGES : api.replace(/\/api\/v3$/, "");
  return `${pages}/${repository}/pull/`;
}
