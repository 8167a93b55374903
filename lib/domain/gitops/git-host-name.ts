/** The git hosts that a project may have. */
export const GIT_HOST_NAMES = ["local", "github"] as const;
export type GitHostName = (typeof GIT_HOST_NAMES)[number];

export const GIT_HOST_WORDS: Record<GitHostName, string> = {
  local: "A folder of this server",
  github: "GitHub",
};
