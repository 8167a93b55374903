import type { GitHost } from "../../git/git-host.ts";

/** The acts at which a process may be killed, before or after each. */
export const CRASH_ACTS = ["headOfMain", "openPullRequest", "mergePullRequest"] as const;
export type CrashPoint = `${"before" | "after"} ${(typeof CRASH_ACTS)[number]}`;

/** crashingHost is a git host during one of whose acts `crash` is called; everything else is the host's own. */
export function crashingHost(host: GitHost, at: string, crash: () => Promise<never>): GitHost {
  const guard =
    <Input extends unknown[], Answer>(name: string, act: (...input: Input) => Promise<Answer>) =>
    async (...input: Input): Promise<Answer> => {
      if (at === `before ${name}`) return crash();
      const answer = await act(...input);
      return at === `after ${name}` ? crash() : answer;
    };
  return {
    ...host,
    headOfMain: guard("headOfMain", host.headOfMain),
    openPullRequest: guard("openPullRequest", host.openPullRequest),
    mergePullRequest: guard("mergePullRequest", host.mergePullRequest),
  };
}
