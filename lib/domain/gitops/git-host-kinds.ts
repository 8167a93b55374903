/** Where an ops repository may be: on the server's own disk, or on GitHub. */
export const GIT_HOST_KINDS = ["local", "github"] as const;
export type GitHostKind = (typeof GIT_HOST_KINDS)[number];

export const GIT_HOST_WORDS: Record<GitHostKind, string> = {
  local: "A folder of this server",
  github: "GitHub",
};
