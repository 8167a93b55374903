import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  CommitStatus,
  GitHost,
  HostReview,
  OpenOutcome,
  PullRequest,
  PullRequestDraft,
} from "./git-host.ts";

/** What a test of a git host needs beside the host: somebody else who works in the same repository. */
export type HostUnderTest = {
  host: GitHost;
  /** Commits to main as another person and returns the commit; null deletes a file. */
  commit: (files: Record<string, string | null>) => Promise<string> | string;
  /** Commits on top of an existing branch. */
  commitOn: (branch: string, files: Record<string, string | null>) => Promise<string> | string;
  deleteBranch: (branch: string) => Promise<void> | void;
  /** Sets main to a commit, whatever was on it. */
  forcePush: (commit: string) => Promise<void> | void;
  /** Writes a review on a pull request as another person. */
  review: (number: number, review: HostReview) => Promise<void> | void;
  /** What stands on the host: the texts of a pull request's comments, and a commit's newest status per context. */
  commentsOn: (number: number) => Promise<string[]> | string[];
  statusesOf: (commit: string) => Promise<CommitStatus[]> | CommitStatus[];
  close: () => Promise<void> | void;
};

export const ALIAS = "deployments/production/aliases.yaml";
const AT = new Date("2026-04-10T14:00:00Z");
const AUTHOR = { name: "Tupelo", email: "tupelo@deploybuddy.example" };

export function draftOf(overrides: Partial<PullRequestDraft> = {}): PullRequestDraft {
  return {
    branch: "tupelo/promote/production/f91be2a454-1",
    title: "Promote f91be2a454 to production",
    body: "Because the gates passed.",
    commitMessage: "Promote f91be2a454 to production\n\nTupelo-Manifest: sha256:aa",
    author: AUTHOR,
    at: AT,
    files: async () => new Map([[ALIAS, "production: f91be2a454\n"]]),
    ...overrides,
  };
}

export function pullOf(outcome: OpenOutcome): PullRequest {
  if (outcome.outcome === "no_diff") throw new Error("no pull request: nothing differs");
  return outcome.pullRequest;
}

export const mergeOf = (pull: PullRequest) => ({
  number: pull.number,
  expectedHead: pull.headCommit,
  message: `Merge ${pull.branch}`,
  author: AUTHOR,
  at: AT,
});

/** readMain reads one file of main through the host alone. */
export async function readMain(host: GitHost, path: string): Promise<string | null> {
  const entry = (await host.listTree(await host.headOfMain())).find((file) => file.path === path);
  const bytes = entry === undefined ? null : await host.readBlob(entry.blob);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** describeGitHost runs the cases that every git host has to pass. */
export function describeGitHost(name: string, create: () => Promise<HostUnderTest>): void {
  describe(`git host: ${name}`, () => {
    let under: HostUnderTest;
    beforeEach(async () => {
      under = await create();
      await under.commit({ [ALIAS]: "production: 698df6d7ad\n", "README.md": "ops\n" });
    });
    afterEach(() => under.close());

    readingCases(() => under);
    openingCases(() => under);
    mergingCases(() => under);
    tellingCases(() => under);
  });
}

function readingCases(under: () => HostUnderTest): void {
  it("lists files, contents and history of main", async () => {
    const head = await under().commit({ "prompts/späße/a b.md": "Guten Tag\n", "README.md": null });
    const { host } = under();
    expect(await host.headOfMain()).toBe(head);
    expect((await host.listTree(head)).map((file) => file.path).sort()).toEqual(
      [ALIAS, "prompts/späße/a b.md"].sort(),
    );
    expect(await readMain(host, "prompts/späße/a b.md")).toBe("Guten Tag\n");
    const history = await host.history(head);
    expect(history).toHaveLength(2);
    expect([...(history[1]?.changes.keys() ?? [])].sort()).toEqual(["README.md", "prompts/späße/a b.md"]);
    expect(history[1]?.changes.get("README.md")).toBeNull();
    expect(history[1]?.authorEmail).toContain("@");
  });

  it("tells what is still in main's history after somebody pushed another one", async () => {
    const { host, commit, forcePush } = under();
    const first = await host.headOfMain();
    const second = await commit({ "README.md": "second\n" });
    expect(await host.isAncestor(first, second)).toBe(true);
    expect(await host.isAncestor(second, second)).toBe(true);
    expect(await host.isAncestor(second, first)).toBe(false);
    await forcePush(first);
    const third = await commit({ "README.md": "third\n" });
    expect(await host.isAncestor(first, third)).toBe(true);
    expect(await host.isAncestor(second, third)).toBe(false);
    expect(await host.isAncestor("deadbeef".repeat(5), third)).toBe(false);
    expect((await host.history(third)).map((one) => one.commit)).toEqual([first, third]);
  });

  it("says null for a blob that git does not have", async () => {
    expect(await under().host.readBlob("deadbeef".repeat(5))).toBeNull();
  });
}

function openingCases(under: () => HostUnderTest): void {
  it("opens a pull request with one commit on top of main", async () => {
    const { host } = under();
    const base = await host.headOfMain();
    const outcome = await host.openPullRequest(draftOf());
    const pull = pullOf(outcome);
    expect(outcome.outcome).toBe("opened");
    expect(pull).toMatchObject({
      state: "open",
      baseCommit: base,
      mergeCommit: null,
      title: draftOf().title,
    });
    expect(await host.findPullRequest(draftOf().branch)).toEqual(pull);
    expect(await host.getPullRequest(pull.number)).toEqual(pull);
    expect(await host.headOfMain()).toBe(base);
  });

  it("adopts what it opened when the answer was lost", async () => {
    const { host } = under();
    const first = pullOf(await host.openPullRequest(draftOf()));
    const again = await host.openPullRequest(draftOf({ at: new Date("2026-04-10T15:00:00Z") }));
    expect(again).toEqual({ outcome: "adopted", pullRequest: first });
  });

  it("makes one pull request of two opens at once", async () => {
    const { host } = under();
    const outcomes = await Promise.all([1, 2, 3].map(() => host.openPullRequest(draftOf())));
    expect(new Set(outcomes.map((outcome) => pullOf(outcome).number)).size).toBe(1);
    expect(await host.getPullRequest(2)).toBeNull();
  });

  it("gives drafts of different branches different numbers, also at once", async () => {
    const { host } = under();
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map((n) => host.openPullRequest(draftOf({ branch: `tupelo/reconcile/production-${n}` }))),
    );
    expect(outcomes.map((outcome) => pullOf(outcome).number).sort()).toEqual([1, 2, 3, 4]);
  });

  it("says that nothing differs when main already holds what is wanted", async () => {
    const { host } = under();
    const files = async () => new Map([[ALIAS, "production: 698df6d7ad\n"]]);
    expect(await host.openPullRequest(draftOf({ files }))).toEqual({ outcome: "no_diff" });
    expect(await host.findPullRequest(draftOf().branch)).toBeNull();
  });

  it("leaves an open pull request alone when main moved elsewhere", async () => {
    const { host, commit } = under();
    const first = pullOf(await host.openPullRequest(draftOf()));
    await commit({ "README.md": "ops, improved\n" });
    expect(pullOf(await host.openPullRequest(draftOf())).headCommit).toBe(first.headCommit);
  });

  it("rebuilds an open pull request on the new main when its edit conflicts", async () => {
    const { host, commit } = under();
    const first = pullOf(await host.openPullRequest(draftOf()));
    const base = await commit({ [ALIAS]: "production: aaaaaaaaaa\n" });
    const again = await host.openPullRequest(draftOf());
    expect(again.outcome).toBe("adopted");
    expect(pullOf(again)).toMatchObject({ number: first.number, baseCommit: base });
    expect(pullOf(again).headCommit).not.toBe(first.headCommit);
    expect(await host.mergePullRequest(mergeOf(pullOf(again)))).toMatchObject({ outcome: "merged" });
    expect(await readMain(host, ALIAS)).toBe("production: f91be2a454\n");
  });

  it("adopts a branch that was left without its pull request", async () => {
    const { host, commitOn } = under();
    const head = await commitOn(draftOf().branch, { [ALIAS]: "production: f91be2a454\n" });
    const outcome = await host.openPullRequest(draftOf());
    expect(outcome.outcome).toBe("adopted");
    expect(pullOf(outcome).headCommit).toBe(head);
  });

  it("gives the draft main's content to edit, null where a file is missing", async () => {
    const { host } = under();
    const seen: (string | null)[] = [];
    await host.openPullRequest(
      draftOf({
        files: async (read) => {
          seen.push(await read(ALIAS), await read("releases/none.yaml"));
          return new Map([["releases/späße x.yaml", "id: 1\n"]]);
        },
      }),
    );
    expect(seen).toEqual(["production: 698df6d7ad\n", null]);
  });

  it("reports a branch that was deleted unmerged as closed, and does not open it again", async () => {
    const { host, deleteBranch } = under();
    const pull = pullOf(await host.openPullRequest(draftOf()));
    await deleteBranch(pull.branch);
    expect(pullOf(await host.openPullRequest(draftOf())).state).toBe("closed");
    expect(await host.mergePullRequest(mergeOf(pull))).toEqual({ outcome: "closed" });
  });
}

function mergingCases(under: () => HostUnderTest): void {
  it("merges with a merge commit, and answers the same when asked again", async () => {
    const { host } = under();
    const pull = pullOf(await host.openPullRequest(draftOf()));
    const first = await host.mergePullRequest(mergeOf(pull));
    if (first.outcome !== "merged") throw new Error(first.outcome);
    expect(await host.headOfMain()).toBe(first.mergeCommit);
    expect(await readMain(host, ALIAS)).toBe("production: f91be2a454\n");
    expect(await host.mergePullRequest(mergeOf(pull))).toEqual(first);
    expect(pullOf(await host.openPullRequest(draftOf()))).toMatchObject({
      state: "merged",
      mergeCommit: first.mergeCommit,
    });
  });

  it("merges onto a main that moved, when both fit together", async () => {
    const { host, commit } = under();
    const pull = pullOf(await host.openPullRequest(draftOf()));
    await commit({ "README.md": "ops, improved\n" });
    expect((await host.mergePullRequest(mergeOf(pull))).outcome).toBe("merged");
    expect(await readMain(host, "README.md")).toBe("ops, improved\n");
  });

  it("merges once when asked several times at once", async () => {
    const { host } = under();
    const pull = pullOf(await host.openPullRequest(draftOf()));
    const before = (await host.history(await host.headOfMain())).length;
    const outcomes = await Promise.all([1, 2, 3].map(() => host.mergePullRequest(mergeOf(pull))));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(await host.history(await host.headOfMain())).toHaveLength(before + 1);
  });

  it("merges two pull requests at once, one after the other", async () => {
    const { host } = under();
    const pulls = await Promise.all(
      ["a", "b"].map(async (letter) => {
        const files = async () => new Map([[`releases/${letter}.yaml`, `id: ${letter}\n`]]);
        return pullOf(await host.openPullRequest(draftOf({ branch: `tupelo/promote/x/${letter}-1`, files })));
      }),
    );
    const outcomes = await Promise.all(pulls.map((pull) => host.mergePullRequest(mergeOf(pull))));
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(["merged", "merged"]);
    expect(await readMain(host, "releases/a.yaml")).toBe("id: a\n");
    expect(await readMain(host, "releases/b.yaml")).toBe("id: b\n");
  });

  it("does not merge a head that was not reviewed", async () => {
    const { host, commitOn } = under();
    const pull = pullOf(await host.openPullRequest(draftOf()));
    const headCommit = await commitOn(pull.branch, { [ALIAS]: "production: 6666666666\n" });
    expect(await host.mergePullRequest(mergeOf(pull))).toEqual({ outcome: "head_moved", headCommit });
    expect(await readMain(host, ALIAS)).toBe("production: 698df6d7ad\n");
  });

  it("names the files of a conflict and changes nothing", async () => {
    const { host, commit } = under();
    const pull = pullOf(await host.openPullRequest(draftOf()));
    const head = await commit({ [ALIAS]: "production: aaaaaaaaaa\n" });
    expect(await host.mergePullRequest(mergeOf(pull))).toEqual({ outcome: "conflict", paths: [ALIAS] });
    expect(await host.headOfMain()).toBe(head);
  });

  it("says that a pull request does not exist", async () => {
    const { host } = under();
    expect(await host.getPullRequest(7)).toBeNull();
    await expect(
      host.mergePullRequest({ number: 7, expectedHead: "", message: "x", author: AUTHOR, at: AT }),
    ).rejects.toMatchObject({ code: "not-found" });
  });
}

function tellingCases(under: () => HostUnderTest): void {
  it("keeps one comment per marker, rewritten where it changed", async () => {
    const { host, commentsOn } = under();
    const { number } = pullOf(await host.openPullRequest(draftOf()));
    await host.comment(number, { marker: "tupelo:gates", body: "3 of 4 gates passed." });
    await host.comment(number, { marker: "tupelo:gates", body: "4 of 4 gates passed: grüße, `ü`." });
    await host.comment(number, { marker: "tupelo:gates", body: "4 of 4 gates passed: grüße, `ü`." });
    await host.comment(number, { marker: "tupelo:review", body: "Waiting for a review." });
    const comments = await commentsOn(number);
    expect(comments).toHaveLength(2);
    expect(comments.some((text) => text.includes("4 of 4 gates passed: grüße, `ü`."))).toBe(true);
    expect(comments.some((text) => text.includes("3 of 4"))).toBe(false);
  });

  it("sets a commit's status; the newest of a context counts", async () => {
    const { host, statusesOf } = under();
    const { headCommit } = pullOf(await host.openPullRequest(draftOf()));
    const status = {
      state: "pending",
      context: "tupelo/gate",
      description: "Gates are running.",
      targetUrl: "https://console.deploybuddy.example/deploybuddy/promotions/1",
    } as const;
    await host.setStatus(headCommit, status);
    const passed = { ...status, state: "success", description: "All gates passed." } as const;
    await host.setStatus(headCommit, passed);
    await host.setStatus(headCommit, passed);
    expect(await statusesOf(headCommit)).toEqual([passed]);
  });

  it("lists what people said about a pull request, oldest first", async () => {
    const { host, review } = under();
    const { number, headCommit } = pullOf(await host.openPullRequest(draftOf()));
    expect(await host.listReviews(number)).toEqual([]);
    const first = { reviewer: "mei", state: "changes_requested", commit: headCommit, at: AT } as const;
    const second = {
      reviewer: "ada",
      state: "approved",
      commit: headCommit,
      at: new Date("2026-04-10T15:00:00Z"),
    } as const;
    await review(number, second);
    await review(number, first);
    expect(await host.listReviews(number)).toEqual([first, second]);
  });

  it("says that what it should tell about does not exist", async () => {
    const { host } = under();
    const status = {
      state: "success",
      context: "x",
      description: "x",
      targetUrl: "https://x.example",
    } as const;
    const gone = { code: "not-found" };
    await expect(host.comment(7, { marker: "x", body: "x" })).rejects.toMatchObject(gone);
    await expect(host.listReviews(7)).rejects.toMatchObject(gone);
    await expect(host.setStatus("deadbeef".repeat(5), status)).rejects.toMatchObject(gone);
  });
}
