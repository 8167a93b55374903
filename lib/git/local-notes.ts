import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { ReadBlob } from "./blob-reader.ts";
import { assertMarker } from "./comment-marker.ts";
import type { Git } from "./git-command.ts";
import {
  type CommitStatus,
  HOST_REVIEW_STATES,
  type HostReview,
  type PullRequestComment,
} from "./git-host.ts";
import { assertObjectId } from "./object-id.ts";
import { retryRace } from "./retry-race.ts";
import { updateRefs } from "./update-refs.ts";
import { writeBlob } from "./write-commit.ts";

/** What a ref below `refs/tupelo/pulls/<n>/reviews/` points to: a blob of JSON, by whoever may push. */
const reviewSchema = z.object({
  reviewer: z.string().min(1),
  state: z.enum(HOST_REVIEW_STATES),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .nullable(),
  at: z.coerce.date(),
});

/** saveComment writes `refs/tupelo/pulls/<n>/comments/<marker's digest>`; the same marker is the same ref. */
export async function saveComment(git: Git, number: number, comment: PullRequestComment): Promise<void> {
  const name = refPart(assertMarker(comment.marker));
  await assertPull(git, number);
  await saveNote(git, `refs/tupelo/pulls/${number}/comments/${name}`, comment);
}

/** saveStatus writes `refs/tupelo/statuses/<commit>/<context's digest>`. */
export async function saveStatus(git: Git, commit: string, status: CommitStatus): Promise<void> {
  if (!(await hasCommit(git, commit))) throw new AppError("not-found", `There is no commit ${commit}.`);
  await saveNote(git, `refs/tupelo/statuses/${commit}/${refPart(status.context)}`, status);
}

/** listLocalReviews reads what people pushed to `refs/tupelo/pulls/<n>/reviews/`; nonsense is passed over. */
export async function listLocalReviews(git: Git, readBlob: ReadBlob, number: number): Promise<HostReview[]> {
  await assertPull(git, number);
  const { stdout } = await git([
    "for-each-ref",
    "--format=%(objectname)",
    `refs/tupelo/pulls/${number}/reviews/`,
  ]);
  const blobs = stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  const found = await Promise.all(blobs.map(async (blob) => parseReview(await readBlob(blob))));
  return found
    .flatMap((review) => review ?? [])
    .sort((left, right) => left.at.getTime() - right.at.getTime());
}

/** isAncestorOf asks git; a commit that it does not have is in nobody's history. */
export async function isAncestorOf(git: Git, older: string, newer: string): Promise<boolean> {
  if (!(await hasCommit(git, older)) || !(await hasCommit(git, newer))) return false;
  const { exitCode } = await git(["merge-base", "--is-ancestor", older, newer], { allow: [1] });
  return exitCode === 0;
}

async function assertPull(git: Git, number: number): Promise<void> {
  const ref = `refs/tupelo/pulls/${number}/meta`;
  const { exitCode } = await git(["rev-parse", "--verify", "--quiet", ref], { allow: [1] });
  if (exitCode !== 0) throw new AppError("not-found", `There is no pull request ${number}.`);
}

async function hasCommit(git: Git, commit: string): Promise<boolean> {
  const { stdout } = await git(["cat-file", "--batch-check"], { input: `${assertObjectId(commit)}\n` });
  return stdout.toString("utf8").trim().split(" ")[1] === "commit";
}

async function saveNote(git: Git, ref: string, note: object): Promise<void> {
  const blob = await writeBlob(git, `${JSON.stringify(note, null, 2)}\n`);
  await retryRace(async () => (await updateRefs(git, [{ ref, to: blob }])) || null);
}

/** Any text becomes a name that git takes. */
function refPart(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function parseReview(bytes: Uint8Array | null): HostReview | null {
  try {
    return reviewSchema.parse(JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array())));
  } catch {
    return null;
  }
}
