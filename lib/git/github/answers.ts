import { z } from "zod";

/** What is used of GitHub's answers; fields that are not named here are passed over. */
const sha = z.string().regex(/^[0-9a-f]{40}$/);
const person = z.object({ name: z.string(), email: z.string(), date: z.coerce.date() }).partial().nullable();

export const refAnswer = z.object({ object: z.object({ sha }) });
export const shaAnswer = z.object({ sha });

/** A commit as `git/commits/{sha}` has it. */
export const gitCommitAnswer = z.object({
  sha,
  tree: z.object({ sha }),
  parents: z.array(z.object({ sha })),
  author: person,
  committer: person,
  message: z.string(),
});

/** A commit as the lists have it. */
export const listedCommitAnswer = z.object({
  sha,
  parents: z.array(z.object({ sha })),
  commit: z.object({
    tree: z.object({ sha }),
    author: person,
    committer: person,
    message: z.string(),
  }),
});

export const treeAnswer = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string(),
      type: z.string(),
      sha,
      size: z.number().optional(),
    }),
  ),
});

export const pullAnswer = z.object({
  number: z.number().int(),
  state: z.enum(["open", "closed"]),
  title: z.string(),
  body: z.string().nullable(),
  merged_at: z.string().nullable(),
  merge_commit_sha: sha.nullable(),
  head: z.object({ ref: z.string(), sha, repo: z.object({ id: z.number() }).nullable() }),
  base: z.object({ ref: z.string(), sha, repo: z.object({ id: z.number() }) }),
});
export type PullAnswer = z.output<typeof pullAnswer>;

export const compareAnswer = z.object({
  status: z.enum(["diverged", "ahead", "behind", "identical"]),
  merge_base_commit: z.object({ sha }),
});

export const mergedAnswer = z.object({ sha, merged: z.literal(true) });

const account = z.object({ login: z.string() }).nullable();

export const commentAnswer = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  user: account,
});

export const reviewAnswer = z.object({
  user: account,
  state: z.string(),
  commit_id: sha.nullable(),
  submitted_at: z.coerce.date().optional(),
});

/** All that is wanted of an answer is that it is one. */
export const anyAnswer = z.object({ id: z.number() });
