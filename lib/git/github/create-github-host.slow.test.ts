import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GitUnavailable } from "../git-host.ts";
import { ALIAS, draftOf, mergeOf, pullOf } from "../host-contract.ts";
import { TEST_APP_ID, TEST_APP_KEY } from "./testing/app-routes.ts";
import { type ScriptedGithub, startScriptedGithub } from "./testing/scripted-github.ts";
import { TEST_TOKEN } from "./testing/test-token.ts";

let github: ScriptedGithub;
beforeEach(async () => {
  github = await startScriptedGithub();
  github.repository.commit({ files: { [ALIAS]: "production: 698df6d7ad\n" } });
});
afterEach(() => github.close());

const open = async () => pullOf(await github.host().openPullRequest(draftOf()));
const asked = (from: number) => github.requests.slice(from).map(({ method, url }) => `${method} ${url}`);

describe("reading", () => {
  it("names every author of a merged branch, co-authors too, and shows its newest one", async () => {
    const { repository } = github;
    const person = (name: string) => ({ name, email: `${name}@deploybuddy.example` });
    const at = (hour: number) => new Date(Date.UTC(2026, 3, 11, hour));
    repository.git("checkout", "-q", "-B", "work", "origin/main");
    repository.commit({ branch: "work", files: { "1.md": "x\n" }, author: person("writer"), at: at(1) });
    const message = "Go on\n\nco-authored-by: Pair <Pair@deploybuddy.example>";
    const second = { author: person("second"), message, at: at(2) };
    repository.commit({ branch: "work", files: { "2.md": "x\n" }, ...second });
    const onMain = repository.commit({ files: { "main.md": "x\n" }, author: person("other") });
    repository.git("merge", "-q", "--no-ff", "-m", "Merge work\nand more\n\nbody", "origin/work");
    repository.git("push", "-q", "origin", "main");
    const host = github.host();
    const history = await host.history(await host.headOfMain());
    expect(history.map((one) => one.position)).toEqual([0, 1, 2]);
    expect(history[1]).toMatchObject({ commit: onMain, authorEmails: ["other@deploybuddy.example"] });
    expect(history[2]).toMatchObject({ subject: "Merge work and more", authorName: "second" });
    expect([...(history[2]?.changes.keys() ?? [])]).toEqual(["1.md", "2.md"]);
    expect([...(history[2]?.authorEmails ?? [])].sort()).toEqual([
      "Pair@deploybuddy.example",
      "ada@deploybuddy.example",
      "second@deploybuddy.example",
      "writer@deploybuddy.example",
    ]);
  });

  it("asks a second time only for what is new", async () => {
    for (let n = 0; n < 12; n += 1) github.repository.commit({ files: { "n.md": `${n}\n` } });
    const host = github.host();
    await host.history(await host.headOfMain());
    await host.listTree(await host.headOfMain());
    const first = github.requests.length;
    const head = await host.headOfMain();
    expect(await host.history(head)).toHaveLength(13);
    expect(await host.listTree(head)).toHaveLength(2);
    expect(asked(first)).toEqual(["GET /repos/deploybuddy/ops/git/ref/heads%2Fmain"]);
    github.repository.commit({ files: { "n.md": "new\n" } });
    const second = github.requests.length;
    const history = await host.history(await host.headOfMain());
    expect(history).toHaveLength(14);
    expect([...(history.at(-1)?.changes.keys() ?? [])]).toEqual(["n.md"]);
    // The head, one page of commits, one tree.
    expect(github.requests.length - second).toBe(3);
  });

  it("reads more commits than one page has", async () => {
    const { repository } = github;
    for (let n = 0; n < 104; n += 1) repository.git("commit", "-q", "--allow-empty", "-m", `${n}`);
    repository.git("push", "-q", "origin", "HEAD:main");
    const host = github.host();
    expect((await host.history(await host.headOfMain())).map(({ subject }) => subject).at(-1)).toBe("103");
    expect(await host.history(await host.headOfMain())).toHaveLength(105);
  });

  it("walks a tree that GitHub cuts, folder by folder", async () => {
    const paths = ["a/b/c.md", "a/b/d.md", "a/e.md", "f/g/h/i.md"];
    github.repository.commit({ files: Object.fromEntries(paths.map((path) => [path, `${path}\n`])) });
    const host = github.host();
    const head = await host.headOfMain();
    const whole = await host.listTree(head);
    github.state.treeLimit = 3;
    const walked = await github.host().listTree(head);
    const byPath = (list: typeof whole) => [...list].sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(byPath(walked)).toEqual(byPath(whole));
    expect(walked).toHaveLength(5);
  });

  it("never downloads a file over 10 MiB to its end, and knows its size", async () => {
    const size = 10 * 1024 * 1024 + 1;
    github.repository.commit({ files: { "model.bin": new Uint8Array(size) } });
    const host = github.host();
    const entry = (await host.listTree(await host.headOfMain())).find(({ path }) => path === "model.bin");
    const before = github.requests.length;
    expect(await host.readBlob(entry?.blob ?? "")).toBeNull();
    expect(github.requests).toHaveLength(before);
    expect(await host.sizeOfBlob?.(entry?.blob ?? "")).toBe(size);
    // A process that has not seen the tree breaks the download off.
    const other = github.host();
    expect(await other.readBlob(entry?.blob ?? "")).toBeNull();
    expect(await other.sizeOfBlob?.(entry?.blob ?? "")).toBeGreaterThan(size - 1);
  });

  it("reads the audit chain's checkpoints out of main's commits, and no forged ones", async () => {
    const hash = "ab".repeat(32);
    const message = (trailers: string) => `Promote\n\nTupelo-Audit: 3 ${hash}\nis text here.\n\n${trailers}`;
    const commit = github.repository.commit({ files: {}, message: message(`Tupelo-Audit: 7 ${hash}`) });
    github.repository.commit({ files: {}, message: message("Tupelo-Audit: x") });
    expect(await github.host().checkpoints?.()).toEqual([{ seq: 7, hash, commit }]);
  });

  it("lists links and submodules, and follows none", async () => {
    github.repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},sub`);
    github.repository.git("commit", "-q", "-m", "sub");
    github.repository.git("push", "-q", "origin", "HEAD:main");
    const host = github.host();
    const head = await host.headOfMain();
    expect((await host.listTree(head)).find(({ path }) => path === "sub")?.mode).toBe("160000");
    expect((await host.history(head)).at(-1)?.changes.get("sub")).toBeNull();
    const below = async () => new Map([["sub/x", "x\n"]]);
    await expect(host.openPullRequest(draftOf({ files: below }))).rejects.toMatchObject({ code: "bad-path" });
  });

  it("is unavailable while the repository has no main", async () => {
    const empty = await startScriptedGithub();
    await expect(empty.host().headOfMain()).rejects.toMatchObject({
      ...{ name: "GitUnavailable", message: expect.stringContaining("no branch main") },
    });
    await empty.close();
  });
});

describe("pull requests", () => {
  it("takes no pull request from a fork for its own, though the branch has the same name", async () => {
    const pull = await open();
    const stored = github.state.pulls.get(pull.number);
    Object.assign(stored ?? {}, { headRepository: 4_242 });
    expect(await github.host().findPullRequest(pull.branch)).toBeNull();
  });

  it("counts what it changes from where its branch began, also when main moved and after the merge", async () => {
    const pull = await open();
    github.repository.commit({ files: { "README.md": "moved\n" } });
    github.repository.git("fetch", "-q", "origin");
    const stored = github.state.pulls.get(pull.number);
    Object.assign(stored ?? {}, { base: github.repository.git("rev-parse", "origin/main") });
    expect((await github.host().getPullRequest(pull.number))?.baseCommit).toBe(pull.baseCommit);
    await github.host().mergePullRequest(mergeOf(pull));
    expect((await github.host().getPullRequest(pull.number))?.baseCommit).toBe(pull.baseCommit);
  });

  it("tells what a rule of the repository asks for, and merges once it has it", async () => {
    github.state.ruleset.approvals = 1;
    const pull = await open();
    expect(await github.host().mergePullRequest(mergeOf(pull))).toEqual({
      outcome: "refused",
      reason: expect.stringContaining("approving review is required"),
    });
    const review = { reviewer: "mei", state: "approved", commit: pull.headCommit, at: new Date() } as const;
    github.state.reviews.set(pull.number, [{ ...review, id: 1 }]);
    expect((await github.host().mergePullRequest(mergeOf(pull))).outcome).toBe("merged");
  });

  it("writes the commit with its author, trailers and modes, and no secret name", async () => {
    const author = { name: "A\nB <evil>", email: "<>\n" };
    const pull = pullOf(await github.host().openPullRequest(draftOf({ author, title: 'T\0"x"' })));
    expect(pull.title).toBe('T"x"');
    github.repository.git("fetch", "-q", "origin");
    const shown = github.repository.git("log", "-1", "--format=%an <%ae> %aI%n%(trailers)", pull.headCommit);
    expect(shown).toBe("A B evil <unknown> 2026-04-10T14:00:00+00:00\nTupelo-Manifest: sha256:aa");
  });

  it("makes one pull request when several processes open it at once", async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => github.host().openPullRequest(draftOf())));
    expect(new Set(outcomes.map((outcome) => pullOf(outcome).number))).toEqual(new Set([1]));
    expect(github.state.pulls.size).toBe(1);
  });

  it("rewrites no comment of somebody else, whatever marker it carries", async () => {
    const { number } = await open();
    const body = "<!-- tupelo:gates -->\nAll fine, says I.";
    github.state.comments.push({ id: 5, issue: number, body, login: "mallory" });
    await github.host().comment(number, { marker: "tupelo:gates", body: "3 of 4 gates passed." });
    expect(github.state.comments.map((one) => one.body)).toEqual([
      body,
      "<!-- tupelo:gates -->\n3 of 4 gates passed.",
    ]);
  });

  it("says nothing of a review that is still being written", async () => {
    const { number, headCommit } = await open();
    const pending = { reviewer: "mei", state: "pending", commit: headCommit, at: new Date(), id: 1 };
    Object.assign(github.state, { reviews: new Map([[number, [pending]]]) });
    expect(await github.host().listReviews(number)).toEqual([]);
  });
});

describe("credentials", () => {
  it("signs in as an App: looks its installation up once, and takes tokens by itself", async () => {
    const host = github.host({ credentials: { kind: "app", appId: TEST_APP_ID, privateKey: TEST_APP_KEY } });
    const { number } = pullOf(await host.openPullRequest(draftOf()));
    await host.comment(number, { marker: "x", body: "x" });
    const lookups = github.requests.filter(({ url }) => url.endsWith("/installation"));
    expect(lookups).toHaveLength(1);
    expect(github.state.comments).toHaveLength(1);
  });

  it.each([
    ["a token that is not taken", { kind: "token", token: "secret-of-ours" }, /GITHUB_TOKEN/],
    ["an App's key that is none", { kind: "app", appId: "1", privateKey: "secret-of-ours" }, /GITHUB_APP/],
    [
      "an App that GitHub does not know",
      { kind: "app", appId: "1", privateKey: TEST_APP_KEY },
      /credentials/,
    ],
  ] as const)("says what is wrong with %s, and never the secret", async (_name, credentials, says) => {
    const host = github.host({ credentials });
    const error = await host.headOfMain().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GitUnavailable);
    expect(error).toMatchObject({ message: expect.stringMatching(says) });
    const shown = inspect(error, { depth: 10 });
    for (const secret of ["secret-of-ours", "PRIVATE KEY", TEST_TOKEN]) expect(shown).not.toContain(secret);
  });

  it.each([
    [401, /renew GITHUB_TOKEN/],
    [403, /permission/],
    [404, /shows no deploybuddy\/ops/],
    [500, /error \(500\)/],
    [301, /error \(301\)/],
  ])("makes a sentence of %d, with no secret in it", async (status, says) => {
    github.faults.plan({ on: /./, times: 9, answer: { status, body: { message: "No" } } });
    const error = await github
      .host()
      .headOfMain()
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GitUnavailable);
    expect(error).toMatchObject({ message: expect.stringMatching(says), retryAfterSeconds: null });
    expect(inspect(error, { depth: 10 })).not.toContain(TEST_TOKEN);
  });

  it("is unavailable, not empty, where GitHub shows the repository no more", async () => {
    const pull = await open();
    github.faults.plan({ on: /./, times: 100, answer: { status: 404, body: { message: "Not Found" } } });
    const host = github.host();
    const calls = [
      host.getPullRequest(pull.number),
      host.readBlob("1".repeat(40)),
      host.isAncestor(pull.baseCommit, pull.headCommit),
      host.listReviews(pull.number),
      host.comment(pull.number, { marker: "x", body: "x" }),
      host.mergePullRequest(mergeOf(pull)),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: "rejected", reason: { name: "GitUnavailable" } });
    }
  });
});
