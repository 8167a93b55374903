import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GitUnavailable } from "./git-host.ts";
import { createGitHostFor } from "./git-host-for.ts";
import { ALIAS, describeGitHost, draftOf, mergeOf, pullOf, readMain } from "./host-contract.ts";
import { createLocalHost } from "./local-host.ts";
import { createTempRepository, type TempRepository } from "./testing/temp-repository.ts";

describeGitHost("local, a bare repository", async () => {
  const repository = createTempRepository("ops räpo.git");
  return {
    host: createLocalHost({ directory: repository.directory }),
    commit: (files) => repository.commit({ files }),
    commitOn: (branch, files) => {
      if (repository.git("ls-remote", "origin", `refs/heads/${branch}`) === "") {
        repository.git("checkout", "-q", "-B", branch, "origin/main");
      }
      return repository.commit({ files, branch });
    },
    deleteBranch: (branch) => {
      repository.git("push", "-q", "origin", `:refs/heads/${branch}`);
    },
    forcePush: (commit) => {
      repository.git("push", "-q", "--force", "origin", `${commit}:refs/heads/main`);
    },
    review: (number, review) => {
      const blob = repository.git("hash-object", "-w", writeIn(repository.workTree, JSON.stringify(review)));
      repository.git(
        "push",
        "-q",
        "origin",
        `${blob}:refs/tupelo/pulls/${number}/reviews/${review.reviewer}`,
      );
    },
    commentsOn: (number) => notesBelow(repository, `refs/tupelo/pulls/${number}/comments/`),
    statusesOf: (commit) =>
      notesBelow(repository, `refs/tupelo/statuses/${commit}/`).map((text) => JSON.parse(text)),
    close: () => repository.remove(),
  };
});

function writeIn(folder: string, text: string): string {
  const file = path.join(folder, ".git", "note.json");
  writeFileSync(file, text);
  return file;
}

function notesBelow(repository: TempRepository, prefix: string): string[] {
  const git = (...args: string[]) =>
    execFileSync("git", ["--git-dir", repository.directory, ...args], { encoding: "utf8" });
  const blobs = git("for-each-ref", "--format=%(objectname)", prefix).split("\n");
  return blobs.filter((blob) => blob !== "").map((blob) => git("cat-file", "blob", blob));
}

describe("the local host among ordinary git clients", () => {
  let repository: TempRepository;
  beforeEach(() => {
    repository = createTempRepository();
    repository.commit({ files: { [ALIAS]: "production: 698df6d7ad   # release\r\n" } });
  });
  afterEach(() => repository.remove());
  const host = () => createLocalHost({ directory: repository.directory });

  it("keeps pull requests in git, so that a mirror carries them", async () => {
    const pull = pullOf(await host().openPullRequest(draftOf()));
    const mirror = path.join(path.dirname(repository.directory), "mirror");
    repository.git("clone", "-q", "--mirror", repository.directory, mirror);
    expect(await createLocalHost({ directory: mirror }).getPullRequest(pull.number)).toEqual(pull);
  });

  it("leaves a repository that git finds sound, with the author and trailers as given", async () => {
    const pull = pullOf(await host().openPullRequest(draftOf()));
    await host().mergePullRequest(mergeOf(pull));
    repository.git("fetch", "-q", "origin", "+refs/*:refs/remotes/origin/*");
    expect(
      execFileSync("git", [
        "--git-dir",
        repository.directory,
        "fsck",
        "--strict",
        "--no-dangling",
      ]).toString(),
    ).toBe("");
    const shown = repository.git("log", "-1", "--format=%an <%ae> %aI%n%(trailers)", pull.headCommit);
    expect(shown).toBe(
      "Tupelo <tupelo@deploybuddy.example> 2026-04-10T14:00:00+00:00\nTupelo-Manifest: sha256:aa",
    );
  });

  it("names every author of a merged branch, co-authors too, and shows its newest one", async () => {
    const person = (name: string) => ({ name, email: `${name}@deploybuddy.example` });
    const files = (n: number) => ({ [`branch-${n}.md`]: "x\n" });
    repository.git("checkout", "-q", "-B", "work", "origin/main");
    repository.commit({ branch: "work", files: files(1), author: person("writer") });
    const message = "Go on\n\nco-authored-by: Pair <Pair@deploybuddy.example>";
    repository.commit({ branch: "work", files: files(2), author: person("second"), message });
    const onMain = repository.commit({ files: { "main.md": "x\n" }, author: person("other") });
    repository.git("merge", "-q", "--no-ff", "-m", "Merge work", "origin/work");
    repository.git("push", "-q", "origin", "main");
    const history = await host().history(await host().headOfMain());
    expect(history.map((one) => one.position)).toEqual([0, 1, 2]);
    expect(history[1]).toMatchObject({ commit: onMain, authorEmails: ["other@deploybuddy.example"] });
    expect(history[2]).toMatchObject({ subject: "Merge work", authorName: "second" });
    expect([...(history[2]?.authorEmails ?? [])].sort()).toEqual([
      "Pair@deploybuddy.example",
      "ada@deploybuddy.example",
      "second@deploybuddy.example",
      "writer@deploybuddy.example",
    ]);
  });

  it("row 68: reads on at once where a co-author is 100,000 letters without an address", async () => {
    const coAuthor = (value: string) => `Co-authored-by: ${value}`;
    const message = ["x", "", coAuthor("a".repeat(100_000)), coAuthor("<@>, Pair <p@q>")].join("\n");
    const commit = repository.commit({ files: { "x.md": "x\n" }, message });
    const newest = (await host().history(commit)).at(-1);
    expect([...(newest?.authorEmails ?? [])].sort()).toEqual(["ada@deploybuddy.example", "p@q"]);
  });

  it("sees a merge that a person made and pushed by hand", async () => {
    const pull = pullOf(await host().openPullRequest(draftOf()));
    repository.git("fetch", "-q", "origin");
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "-m", "by hand", `origin/${pull.branch}`);
    const mergeCommit = repository.git("rev-parse", "HEAD");
    repository.git("push", "-q", "origin", "main", `:${pull.branch}`);
    repository.commit({ files: { "README.md": "later\n" } });
    expect(await host().getPullRequest(pull.number)).toMatchObject({ state: "merged", mergeCommit });
  });

  it("sees a fast-forward that a person pushed by hand", async () => {
    const pull = pullOf(await host().openPullRequest(draftOf()));
    repository.git("fetch", "-q", "origin");
    repository.git("push", "-q", "origin", `origin/${pull.branch}:main`);
    repository.commit({ files: { "README.md": "later\n" } });
    expect(await host().getPullRequest(pull.number)).toMatchObject({
      state: "merged",
      mergeCommit: pull.headCommit,
    });
  });

  it("makes one pull request when several hosts, as several processes have, open it at once", async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => host().openPullRequest(draftOf())));
    const [first, ...others] = outcomes.map(pullOf);
    for (const other of others) expect(other).toEqual(first);
  });

  it("is unavailable while the repository is moved away, and goes on when it is back", async () => {
    const one = host();
    renameSync(repository.directory, `${repository.directory}.away`);
    const head = "1".repeat(40);
    await expect(one.headOfMain()).rejects.toBeInstanceOf(GitUnavailable);
    await expect(one.listTree(head)).rejects.toBeInstanceOf(GitUnavailable);
    await expect(one.readBlob(head)).rejects.toBeInstanceOf(GitUnavailable);
    await expect(one.history(head)).rejects.toBeInstanceOf(GitUnavailable);
    await expect(one.openPullRequest(draftOf())).rejects.toBeInstanceOf(GitUnavailable);
    await expect(one.getPullRequest(1)).rejects.toBeInstanceOf(GitUnavailable);
    renameSync(`${repository.directory}.away`, repository.directory);
    expect((await one.openPullRequest(draftOf())).outcome).toBe("opened");
  });

  it.skipIf(process.getuid?.() === 0)("is unavailable while it may not write", async () => {
    chmodSync(path.join(repository.directory, "objects"), 0o500);
    await expect(host().openPullRequest(draftOf())).rejects.toBeInstanceOf(GitUnavailable);
    chmodSync(path.join(repository.directory, "objects"), 0o700);
  });

  it("is unavailable while the repository has no main", async () => {
    const empty = createTempRepository();
    await expect(createLocalHost({ directory: empty.directory }).headOfMain()).rejects.toBeInstanceOf(
      GitUnavailable,
    );
    empty.remove();
  });

  it("lists symlinks and submodules with their mode, and never follows them", async () => {
    symlinkSync("/etc/passwd", path.join(repository.workTree, "link"));
    const head = repository.commit({ files: {} });
    expect((await host().listTree(head)).find((entry) => entry.path === "link")?.mode).toBe("120000");
    expect((await host().history(head)).at(-1)?.changes.get("link")).toBeNull();
    const files = async () => new Map([["link", "overwritten\n"]]);
    await expect(host().openPullRequest(draftOf({ files }))).rejects.toMatchObject({ code: "bad-path" });
    const below = async () => new Map([["link/shadow", "x\n"]]);
    await expect(host().openPullRequest(draftOf({ files: below }))).rejects.toMatchObject({
      code: "bad-path",
    });
  });

  it("does not run a repository's own hooks", async () => {
    const marker = path.join(repository.directory, "ran");
    const hook = path.join(repository.directory, "hooks", "reference-transaction");
    execFileSync("sh", [
      "-c",
      `mkdir -p "$(dirname "$0")"; printf '#!/bin/sh\ntouch "${marker}"\n' > "$0"; chmod +x "$0"`,
      hook,
    ]);
    await host().openPullRequest(draftOf());
    expect(() => execFileSync("test", ["-e", marker])).toThrow();
  });

  it.each([
    ["climbing", "../x"],
    ["climbing inside", "a/../../.github/workflows/x.yml"],
    ["git's folder", ".git/config"],
    ["git's folder in capitals", "a/.GIT/config"],
    ["git's short name on Windows", "git~1/config"],
    ["absolute", "/etc/passwd"],
    ["empty part", "a//b"],
    ["dot part", "a/./b"],
    ["NUL", "a\0b"],
    ["newline", "a\nb"],
    ["an option", "-rf"],
    ["too long", "a/".repeat(2048)],
    ["a drive", "C:\\x"],
    ["a Windows device", "con"],
    ["an override of direction", "a\u202eb"],
    ["a zero-width character", ".g\u200bit/config"],
    ["nothing", ""],
  ])("refuses to write a path: %s", async (_name, file) => {
    const before = repository.git("ls-remote", "origin");
    const files = async () => new Map([[file, "x"]]);
    await expect(host().openPullRequest(draftOf({ files }))).rejects.toMatchObject({ code: "bad-path" });
    expect(repository.git("ls-remote", "origin")).toBe(before);
  });

  it.each([
    "a..b",
    "x.lock",
    "x.lock/y",
    "@{-1}",
    "--upload-pack",
    "--upload-pack=touch",
    "refs/heads/..",
    "refs/heads/x",
    "a b",
    "a\nb",
    "main",
    "HEAD",
    "a//b",
    "/a",
    "a/",
    ".a",
    "a~1",
    "1".repeat(40),
    "",
  ])("refuses the branch name %j", async (branch) => {
    await expect(host().openPullRequest(draftOf({ branch }))).rejects.toMatchObject({ code: "bad-path" });
  });

  it("keeps a hostile title, body and name as text", async () => {
    const title = 'Promote "x"\n\nTupelo-Audit: 1 forged\0<script>';
    const author = { name: "A\nB <evil>", email: "<>\n" };
    const pull = pullOf(
      await host().openPullRequest(draftOf({ title, author, commitMessage: `${title}\0` })),
    );
    expect((await host().getPullRequest(pull.number))?.title).toBe(title);
    await host().mergePullRequest(mergeOf(pull));
    expect(await readMain(host(), ALIAS)).toBe("production: f91be2a454\n");
  });
});

describe("which repository a project has", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-ops-"));
  afterEach(() => rmSync(path.join(folder, "link"), { force: true }));

  it.each(["..", ".", "", "a/b", "/etc", "../x", "A", "-x", "a\0", "x".repeat(65)])(
    "refuses %j",
    (repository) => {
      expect(() => createGitHostFor(folder)({ gitHost: "local", repository })).toThrow(/bad-path/);
    },
  );

  it("refuses a link that leads out of the folder", () => {
    symlinkSync(tmpdir(), path.join(folder, "link"));
    expect(() => createGitHostFor(folder)({ gitHost: "local", repository: "link" })).toThrow(/bad-path/);
  });

  it("is unavailable, not wrong, while the repository is away", async () => {
    const host = createGitHostFor(folder)({ gitHost: "local", repository: "deploybuddy.git" });
    await expect(host.headOfMain()).rejects.toBeInstanceOf(GitUnavailable);
  });
});
