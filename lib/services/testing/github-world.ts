import { SEEDED_AT } from "../../db/testing/seed-project.ts";
import { copyTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import type { GithubClock } from "../../git/github/github-clock.ts";
import type { StoredPull } from "../../git/github/testing/github-state.ts";
import { type ScriptedGithub, startScriptedGithub } from "../../git/github/testing/scripted-github.ts";
import { copyMotionWorld, createMotionWorld, type MotionPlace, type MotionWorld } from "./motion-world.ts";

/** One project whose repository is on a GitHub of our own; what GitHub asks to wait passes on the world's clock. */
export type GithubWorld = MotionWorld & {
  github: ScriptedGithub;
  /** Time passes, in seconds. */
  wait: (seconds: number) => void;
  /** The pull requests whose branch begins so, whatever became of them. */
  pullsOf: (prefix: string) => StoredPull[];
  /** A person merges on GitHub; returns the merge commit. */
  mergeByHand: (number: number) => Promise<string>;
  /** A person closes a pull request on GitHub. */
  closeByHand: (number: number) => void;
};

/** So long a silent GitHub is waited for; a busy machine answers in less. */
const TIMEOUT_MS = 5_000;
const PERSON = { name: "Ada Example", email: "ada@deploybuddy.example" };

/** createGithubWorld makes the project of createMotionWorld on a GitHub of our own. */
export async function createGithubWorld(
  test: TestDatabase,
  clock: { at: Date } = { at: SEEDED_AT },
): Promise<GithubWorld> {
  const { github, place } = await startGithub(clock);
  return onGithub(await createMotionWorld(test, "deploybuddy", { place, clock }), github);
}

/** copyGithubWorld is a world that stands as another one does, with a database and a GitHub of its own. */
export async function copyGithubWorld(source: GithubWorld): Promise<GithubWorld> {
  const clock = { at: source.clock.at };
  const { github, place } = await startGithub(clock, source.github);
  const test = await copyTestDatabase(source.test);
  return onGithub(copyMotionWorld(source, { test, place, clock }), github);
}

async function startGithub(clock: { at: Date }, copyOf?: ScriptedGithub) {
  const githubClock: GithubClock = {
    nowMs: () => clock.at.getTime(),
    sleep: async (ms) => pass(clock, ms),
  };
  const from = copyOf === undefined ? {} : { copyOf };
  const github = await startScriptedGithub({ clock: githubClock, now: () => clock.at, ...from });
  const host = github.host({ timeoutMs: TIMEOUT_MS });
  const place: MotionPlace = { repository: github.repository, host, address: github.address };
  return { github, place };
}

function pass(clock: { at: Date }, ms: number): void {
  clock.at = new Date(clock.at.getTime() + ms);
}

function onGithub(world: MotionWorld, github: ScriptedGithub): GithubWorld {
  return {
    ...{ ...world, github },
    wait: (seconds) => pass(world.clock, seconds * 1_000),
    pullsOf: (prefix) => [...github.state.pulls.values()].filter(({ branch }) => branch.startsWith(prefix)),
    mergeByHand: (number) => mergeByHand(world, github, number),
    closeByHand: (number) => {
      const pull = github.state.pulls.get(number);
      if (pull === undefined) throw new Error(`there is no pull request ${number}`);
      pull.state = "closed";
    },
    moveRepositoryAway: () =>
      github.faults.plan({ on: /./, times: Number.POSITIVE_INFINITY, answer: { status: 503 } }),
    bringRepositoryBack: () => {
      github.faults.clear();
      return true;
    },
    close: () => {
      github.close().catch(() => undefined);
    },
  };
}

async function mergeByHand(world: MotionWorld, github: ScriptedGithub, number: number): Promise<string> {
  const host = github.host();
  const pull = await host.getPullRequest(number);
  if (pull === null) throw new Error(`there is no pull request ${number}`);
  const merged = await host.mergePullRequest({
    ...{ number, expectedHead: pull.headCommit, message: "Merge by hand", author: PERSON },
    at: world.clock.at,
  });
  if (merged.outcome !== "merged")
    throw new Error(`pull request ${number} was not merged: ${merged.outcome}`);
  return merged.mergeCommit;
}
