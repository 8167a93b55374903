/** Row F8 of the reliability table at the host: whatever GitHub does, there is one pull request and one merge. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rounds } from "../../domain/testing/rounds.ts";
import { type GitHost, GitUnavailable } from "../git-host.ts";
import { ALIAS, draftOf, mergeOf, pullOf, readMain } from "../host-contract.ts";
import type { GithubClock } from "./github-clock.ts";
import { type Fault, SECONDARY_LIMIT } from "./testing/faults.ts";
import { type ScriptedGithub, startScriptedGithub } from "./testing/scripted-github.ts";

const ROUNDS = rounds(2, 20);
/** A silent GitHub is given up on after so long. */
const SHORT_MS = 1_500;
const BRANCH = draftOf().branch;
const T0_MS = Date.parse("2026-05-04T09:00:00Z");
const seconds = (count: number) => new Date(T0_MS + count * 1_000);

let github: ScriptedGithub;
let clock: GithubClock & { ms: number };
beforeEach(async () => {
  const moving = {
    ms: T0_MS,
    nowMs: () => moving.ms,
    sleep: async (ms: number) => {
      moving.ms += ms;
    },
  };
  clock = moving;
  github = await startScriptedGithub({ clock });
  github.repository.commit({ files: { [ALIAS]: "production: 698df6d7ad\n", "README.md": "ops\n" } });
});
afterEach(() => github.close());

/** Asks again as a job does: not before what GitHub asked for, with what a process still knows or as a new one. */
async function untilDone<T>(
  act: (host: GitHost) => Promise<T>,
  timeoutMs = 20_000,
): Promise<{ result: T; errors: GitUnavailable[] }> {
  const errors: GitUnavailable[] = [];
  let host = github.host({ timeoutMs });
  for (let tries = 0; tries < 8; tries += 1) {
    try {
      return { result: await act(host), errors };
    } catch (error) {
      if (!(error instanceof GitUnavailable)) throw error;
      errors.push(error);
      clock.ms += (error.retryAfterSeconds ?? 30) * 1_000;
      if (tries % 2 === 1) host = github.host({ timeoutMs });
    }
  }
  throw new Error(`never done: ${errors.map((error) => error.message).join(" ")}`);
}

const pulls = () => [...github.state.pulls.values()];
const mergesOnMain = () => Number(countMerges(github.repository.directory));

function countMerges(directory: string): string {
  const args = ["--git-dir", directory, "rev-list", "--count", "--merges", "main"];
  return execFileSync("git", args, { encoding: "utf8" }).trim();
}

type Case = {
  name: string;
  fault: Omit<Fault, "on" | "skip">;
  asked?: number;
  says: RegExp;
  timeoutMs?: number;
};
const CASES: Case[] = [
  { name: "500", fault: { answer: { status: 500 } }, says: /error \(500\)/ },
  { name: "502 with a page of HTML", fault: { answer: { status: 502, body: "<html>" } }, says: /\(502\)/ },
  {
    name: "429 with Retry-After in seconds",
    fault: { answer: { status: 429, headers: { "retry-after": "7" } } },
    asked: 7,
    says: /wait 7 seconds/,
  },
  {
    name: "429 with Retry-After as a date",
    fault: { answer: { status: 429, headers: { "retry-after": seconds(11).toUTCString() } } },
    asked: 11,
    says: /wait \d+ seconds/,
  },
  {
    name: "a secondary limit that names no time",
    fault: { answer: { status: 403, body: SECONDARY_LIMIT } },
    asked: 60,
    says: /wait 60 seconds/,
  },
  {
    name: "a used-up allowance",
    fault: {
      answer: {
        status: 403,
        body: { message: "API rate limit exceeded" },
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${T0_MS / 1_000 + 40}` },
      },
    },
    asked: 40,
    says: /wait 40 seconds/,
  },
  { name: "an answer that was lost", fault: { lost: "connection" }, says: /cannot be reached/ },
  {
    name: "an answer that never comes",
    fault: { lost: "silence" },
    says: /within 2 seconds/,
    timeoutMs: SHORT_MS,
  },
  {
    name: "a slow answer",
    fault: { delayMs: SHORT_MS + 500 },
    says: /within 2 seconds/,
    timeoutMs: SHORT_MS,
  },
  { name: "wrong JSON", fault: { garbled: '{"message":"what?"}' }, says: /API promises/ },
  { name: "no JSON", fault: { garbled: "<html>" }, says: /API promises/ },
];

/** The requests that change something, in the order in which a pull request is opened. */
const WRITES = [/^POST \/git\/trees$/, /^POST \/git\/commits$/, /^POST \/git\/refs$/, /^POST \/pulls$/];
/** The fifth read is left out: it asks for a branch that is not there yet, and a 404 says so whatever its text. */
const READS_HIT = [3, 2, 0, 5];

describe.each(CASES)("F8: $name", ({ fault, asked, says, timeoutMs }) => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => ({ round })))(
    "makes one pull request and one merge, round $round",
    { timeout: 120_000 },
    async ({ round }) => {
      // Each request that changes something is hit in turn, and once in a while one that only reads.
      const on = round % 5 === 4 ? /^GET / : (WRITES[3 - (round % 4)] ?? /^POST /);
      github.faults.plan({
        ...fault,
        on,
        skip: round % 5 === 4 ? (READS_HIT[Math.floor(round / 5) % READS_HIT.length] ?? 0) : 0,
      });
      const opened = await untilDone((host) => host.openPullRequest(draftOf()), timeoutMs);
      expect(opened.errors[0]?.message ?? "").toMatch(says);
      if (asked !== undefined) expect(opened.errors[0]?.retryAfterSeconds).toBe(asked);
      expect(pulls()).toHaveLength(1);
      expect(pullOf(opened.result)).toMatchObject({ number: 1, state: "open", branch: BRANCH });

      if (asked === undefined) github.faults.plan({ ...fault, on: /^PUT \/pulls\/1\/merge$/ });
      const merged = await untilDone(
        (host) => host.mergePullRequest(mergeOf(pullOf(opened.result))),
        timeoutMs,
      );
      expect(merged.result).toMatchObject({ outcome: "merged" });
      expect(mergesOnMain()).toBe(1);
      expect(await readMain(github.host(), ALIAS)).toBe("production: f91be2a454\n");
    },
  );
});

describe("F8: what GitHub asked to wait", () => {
  it.each(["7", seconds(7).toUTCString()])("is waited, whatever is asked meanwhile: %s", async (header) => {
    const host = github.host();
    github.faults.plan({ on: /./, answer: { status: 429, headers: { "retry-after": header } } });
    await expect(host.headOfMain()).rejects.toMatchObject({ retryAfterSeconds: 7 });
    clock.ms += 5_000;
    const before = github.requests.length;
    await expect(host.headOfMain()).rejects.toMatchObject({ retryAfterSeconds: 2 });
    await expect(host.openPullRequest(draftOf())).rejects.toMatchObject({ retryAfterSeconds: 2 });
    expect(github.requests).toHaveLength(before);
    clock.ms += 2_000;
    expect(await host.headOfMain()).toMatch(/^[0-9a-f]{40}$/);
  });
});

type Hand = { name: string; on: RegExp; before: () => void; state: "open" | "closed" | "merged" };
const HANDS: Hand[] = [
  {
    name: "made the branch with other content",
    on: /^POST \/git\/refs$/,
    before: () => pushBranch({ [ALIAS]: "production: aaaaaaaaaa\n" }),
    state: "open",
  },
  {
    name: "made the branch as it was wanted",
    on: /^POST \/git\/refs$/,
    before: () => pushBranch({ [ALIAS]: "production: f91be2a454\n" }),
    state: "open",
  },
  {
    name: "moved main elsewhere",
    on: /^POST \/git\/trees$/,
    before: () => void github.repository.commit({ files: { "README.md": "moved\n" } }),
    state: "open",
  },
  {
    name: "moved main in the same file",
    on: /^POST \/git\/trees$/,
    before: () => void github.repository.commit({ files: { [ALIAS]: "production: bbbbbbbbbb\n" } }),
    state: "open",
  },
];

function pushBranch(files: Record<string, string>): void {
  github.repository.git("fetch", "-q", "origin");
  github.repository.git("checkout", "-q", "-B", BRANCH, "origin/main");
  github.repository.commit({ files, branch: BRANCH });
}

describe.each(HANDS)("F8: while the pull request is opened, somebody $name", ({ on, before, state }) => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => ({ round })))(
    "makes one pull request, round $round",
    { timeout: 120_000 },
    async () => {
      github.faults.plan({ on, before });
      await untilDone((host) => host.openPullRequest(draftOf()));
      const again = await untilDone((host) => host.openPullRequest(draftOf()));
      expect(pulls()).toHaveLength(1);
      expect(pullOf(again.result).state).toBe(state);
      const merged = await untilDone((host) => host.mergePullRequest(mergeOf(pullOf(again.result))));
      expect(merged.result.outcome).toBe("merged");
      expect(await readMain(github.host(), ALIAS)).toBe("production: f91be2a454\n");
    },
  );
});

describe.each(Array.from({ length: ROUNDS }, (_, round) => ({ round })))("F8: by hand, round $round", () => {
  const opened = async () => pullOf(await github.host().openPullRequest(draftOf()));

  it("a pull request that was closed stays closed", async () => {
    const pull = await opened();
    Object.assign(github.state.pulls.get(1) ?? {}, { state: "closed" });
    expect(pullOf(await github.host().openPullRequest(draftOf())).state).toBe("closed");
    expect(await github.host().mergePullRequest(mergeOf(pull))).toEqual({ outcome: "closed" });
    expect(pulls()).toHaveLength(1);
  });

  it("a pull request that somebody merged in between is merged, once", async () => {
    const pull = await opened();
    const mergeByHand = () => {
      const { git } = github.repository;
      git("fetch", "-q", "origin");
      git("checkout", "-q", "-B", "main", "origin/main");
      git("merge", "-q", "--no-ff", "-m", "by hand", `origin/${BRANCH}`);
      git("push", "-q", "origin", "main");
    };
    github.faults.plan({ on: /^PUT /, before: mergeByHand });
    const merged = await github.host().mergePullRequest(mergeOf(pull));
    const mergeCommit = github.repository.git("rev-parse", "origin/main");
    expect(merged).toEqual({ outcome: "merged", mergeCommit, headOfMain: mergeCommit });
    expect(mergesOnMain()).toBe(1);
    expect(pullOf(await github.host().openPullRequest(draftOf()))).toMatchObject({
      ...{ state: "merged", mergeCommit, baseCommit: pull.baseCommit },
    });
  });

  it("a branch that was pushed to in between is not merged", async () => {
    const pull = await opened();
    github.faults.plan({
      on: /^PUT /,
      before: () => void github.repository.commit({ branch: BRANCH, files: { "evil.md": "x\n" } }),
    });
    const outcome = await github.host().mergePullRequest(mergeOf(pull));
    const headCommit = github.repository.git("rev-parse", `origin/${BRANCH}`);
    expect(outcome).toEqual({ outcome: "head_moved", headCommit });
    expect(mergesOnMain()).toBe(0);
  });

  it("a main that was pushed over is what counts: the merge goes on top of it", async () => {
    const first = await github.host().headOfMain();
    github.repository.commit({ files: { "README.md": "to be lost\n" } });
    const pull = await opened();
    github.faults.plan({
      on: /^PUT /,
      before: () => void github.repository.git("push", "-q", "-f", "origin", `${first}:refs/heads/main`),
    });
    expect((await github.host().mergePullRequest(mergeOf(pull))).outcome).toBe("merged");
    expect(await readMain(github.host(), ALIAS)).toBe("production: f91be2a454\n");
    expect(pulls()).toHaveLength(1);
  });

  it("a conflict that came in between is named, and nothing is merged", async () => {
    const pull = await opened();
    github.faults.plan({
      on: /^PUT /,
      before: () => void github.repository.commit({ files: { [ALIAS]: "production: bbbbbbbbbb\n" } }),
    });
    const outcome = await github.host().mergePullRequest(mergeOf(pull));
    expect(outcome).toEqual({ outcome: "conflict", paths: [ALIAS] });
    expect(mergesOnMain()).toBe(0);
  });
});

describe("F8: a certificate that does not hold", () => {
  it("is said, and nothing is sent", async () => {
    const secure = await startScriptedGithub({ tls: selfSigned() });
    const refusal = { name: "GitUnavailable", message: expect.stringContaining("certificate") };
    await expect(secure.host().headOfMain()).rejects.toMatchObject(refusal);
    await expect(secure.host().openPullRequest(draftOf())).rejects.toMatchObject(refusal);
    expect(secure.requests).toEqual([]);
    await secure.close();
  });

  it("is said too where the address speaks no TLS at all", async () => {
    const host = github.host({ apiUrl: github.apiUrl.replace("http:", "https:") });
    await expect(host.headOfMain()).rejects.toMatchObject({ name: "GitUnavailable" });
  });
});

function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-tls-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const settings = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  execFileSync("openssl", ["req", "-x509", ...settings, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const pair = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  return pair;
}
