import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { promotionBranch } from "../../domain/gitops/branch-names.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { DEFAULT_POLICY } from "../../domain/policy/default-policy.ts";
import { planFreeze } from "../freezes/plan-freeze.ts";
import { changeProjectSettings, getProjectSettings } from "../projects/project-settings.ts";
import { createRelease } from "../releases/create-release.ts";
import {
  advance,
  callKnownGood,
  environmentOf,
  promoteAndServe,
  propose,
  readPromotion,
  review,
  startServing,
} from "../testing/motion-steps.ts";
import { ALIASES, adoptFirst, createMotionWorld, type MotionWorld } from "../testing/motion-world.ts";
import { createPromotion } from "./create-promotion.ts";

let test: TestDatabase;
let world: MotionWorld;
let first: string;
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  serial += 1;
  world = await createMotionWorld(test, `rules-${serial}`);
  first = await startServing(world);
});
afterEach(() => world.close());

const policyText = (change: object) =>
  JSON.stringify({ ...DEFAULT_POLICY, shadow: { required: "never" }, ...change });
const commit = async (files: Record<string, string>, branch?: string) => {
  world.repository.commit({ files, branch });
  await world.sync();
};
/** A measured candidate of this prompt, with a policy of its own where one is named. */
async function candidateOf(prompt: string, policyVersion?: string): Promise<string> {
  const policy = { kind: "promotion_policy", name: "promotion", version: policyVersion ?? "" };
  const components = [
    { kind: "prompt", name: "support", version: prompt },
    ...(policyVersion === undefined ? [] : [policy]),
  ];
  const { params } = world;
  const { id } = await createRelease(world.as("author"), { params, body: { components } });
  await world.evaluate(id, { score: 0.9, tokens: 100, latencyMs: 500 });
  return id;
}
const codesOf = async (number: number) =>
  (await readPromotion(world, number)).blockers.map(({ code }) => code);
const stateOf = async (number: number) => (await readPromotion(world, number)).state;
const git = (...args: string[]) => world.repository.git(...args);
function mergeByHand(branch: string): void {
  git("fetch", "-q", "origin");
  git("checkout", "-q", "-B", "main", "origin/main");
  git("merge", "-q", "--no-ff", "-m", "Merge by hand", `origin/${branch}`);
  git("push", "-q", "origin", "main");
}
const layoutWith = (production: string) => `project: ${world.project.slug}
requires: [prompt]
layout:
  prompt: prompts/{name}/{name}@{version}.md
  promotion_policy: policies/{name}@{version}.yaml
environments:
  staging: { aliases: deployments/staging/aliases.yaml }
  production: { aliases: ${ALIASES}${production} }
`;

describe("a candidate with a policy of its own", () => {
  it("is judged by both: their blockers are united, the stricter reviews count, and both are shown", async () => {
    await commit({ "policies/promotion@1.yaml": policyText({ reviews: { required: 2, ttlHours: 48 } }) });
    const evalGate = { ...DEFAULT_POLICY.evalGate, latencyP95Ms: { max: 100 } };
    await commit({ "policies/promotion@2.yaml": policyText({ evalGate }) });
    const number = await propose(world, await candidateOf("2", "1"));
    const page = await readPromotion(world, number);
    // The newest policy judges a base without one; it alone asks for the latency, and the own one for two people.
    expect(page.policyDiff).toMatchObject({ judging: "promotion@2", own: "promotion@1" });
    expect(page.subject.policyLabel).toBe("promotion@2 + promotion@1");
    expect(page.reviewersNeeded).toBe(2);
    expect(page.blockers.map(({ code }) => code)).toEqual(["gate_failed"]);
    expect(page.approveRefusal).toContain("100 ms");
  });

  it("cannot loosen what the policy in force asks, nor hide what its own asks", async () => {
    const strict = { ...DEFAULT_POLICY.evalGate, quality: { min: 0.95 } };
    await commit({ "policies/promotion@1.yaml": policyText({}) });
    await commit({ "policies/promotion@2.yaml": policyText({ evalGate: strict }) });
    const loose = await propose(world, await candidateOf("2", "1"));
    expect(await codesOf(loose)).toEqual(["gate_failed"]);
    const own = await propose(world, await candidateOf("3", "2"));
    expect((await readPromotion(world, own)).policyDiff).toBeNull();
    expect(await codesOf(own)).toEqual(["gate_failed"]);
  });
});

describe("an environment after another", () => {
  it("takes a release only once the other has served it to all: not_served_in says which", async () => {
    await commit({ "tupelo.yaml": layoutWith(", after: staging") });
    const releaseId = await candidateOf("2");
    const number = await propose(world, releaseId);
    expect(await codesOf(number)).toEqual(["not_served_in:staging"]);
    await review(world, number);
    await advance(world, number);
    expect([await stateOf(number), (await environmentOf(world)).desired?.releaseId]).toEqual([
      "approved",
      first,
    ]);
    const staging: MotionWorld = { ...world, environment: { ...world.environment, environment: "staging" } };
    const there = await promoteAndServe(staging, "2", 0.9);
    expect(there.releaseId).toBe(releaseId);
    expect(await codesOf(number)).toEqual([]);
  });
});

describe("a policy that asks for a shadow comparison", () => {
  it.each([
    { required: "before_review", holdsApproval: true },
    { required: "before_canary", holdsApproval: false },
  ])("$required: none was made, which blocks the merge, and the review: $holdsApproval", async (row) => {
    await commit({ "policies/promotion@1.yaml": policyText({ shadow: { required: row.required } }) });
    const number = await propose(world, await candidateOf("2"));
    expect(await codesOf(number)).toEqual(["shadow_not_run"]);
    if (row.holdsApproval) {
      await expect(review(world, number)).rejects.toMatchObject({ code: "blocked" });
      return;
    }
    await review(world, number);
    await advance(world, number);
    expect((await environmentOf(world)).desired?.releaseId).toBe(first);
  });
});

describe("merge: host", () => {
  const approvedOnHost = async () => {
    await commit({ "policies/promotion@1.yaml": policyText({ merge: "host" }) });
    const releaseId = await candidateOf("2");
    const number = await propose(world, releaseId);
    await review(world, number);
    await advance(world, number);
    const page = await readPromotion(world, number);
    expect(page).toMatchObject({ state: "approved", pullNumber: 1 });
    expect(page.lastError).toContain("waits for a person");
    return { number, releaseId, branch: promotionBranch("production", releaseId, number) };
  };
  const expectFlagged = async (number: number, named: string) => {
    await world.sync();
    await advance(world, number).catch(() => undefined);
    const environment = await environmentOf(world);
    expect(environment.served?.control).toBe(first);
    expect([environment.rollout, environment.drift]).toEqual([null, true]);
    expect(environment.reconciliation).toMatchObject({ kind: "unreviewed_change", state: "open" });
    expect(environment.desired?.releaseId).toBe(named);
    expect(await stateOf(number)).not.toBe("merged");
  };

  it("waits for a person's merge by plain git, and starts the rollout of exactly that", async () => {
    const { number, releaseId, branch } = await approvedOnHost();
    await advance(world, number);
    expect((await environmentOf(world)).desired?.releaseId).toBe(first);
    mergeByHand(branch);
    await world.sync();
    expect(await stateOf(number)).toBe("merged");
    expect((await environmentOf(world)).rollout).toMatchObject({ candidateReleaseId: releaseId });
  });

  it("of another alias line is not served and is flagged", async () => {
    const { number, branch } = await approvedOnHost();
    const other = await candidateOf("4");
    world.repository.commit({ files: { [ALIASES]: `production: "${other}"\n` }, branch });
    mergeByHand(branch);
    await expectFlagged(number, other);
  });

  it("of another manifest is not served and is flagged", async () => {
    const { number, branch, releaseId } = await approvedOnHost();
    git("fetch", "-q", "origin");
    const path = manifestPath(releaseId);
    const manifest = git("show", `origin/${branch}:${path}`).replace(/sha256:[0-9a-f]/, "sha256:e");
    world.repository.commit({ files: { [path]: `${manifest}\n` }, branch });
    mergeByHand(branch);
    await expectFlagged(number, releaseId);
  });

  it("after somebody asked for changes is not served and is flagged", async () => {
    const { number, branch, releaseId } = await approvedOnHost();
    await review(world, number, world.others.reviewer, "request_changes");
    mergeByHand(branch);
    await expectFlagged(number, releaseId);
  });
});

describe("a planned freeze", () => {
  it("holds nothing up before it starts nor after it is over, and the merge in between", async () => {
    const at = (hours: number) => new Date(world.clock.at.getTime() + hours * 3_600_000).toISOString();
    const body = { startsAt: at(1), endsAt: at(2), reason: "The yearly fair." };
    await planFreeze(world.as("operator"), { params: world.environment, body });
    const number = await propose(world, await candidateOf("2"));
    await review(world, number);
    expect(await codesOf(number)).toEqual([]);
    world.pass(1);
    await advance(world, number);
    expect([await stateOf(number), await codesOf(number)]).toEqual(["approved", ["frozen"]]);
    world.pass(1);
    await advance(world, number);
    expect(await stateOf(number)).toBe("merged");
  });
});

describe("required kinds", () => {
  it("are what settings and tupelo.yaml ask for together; settings drop one with a reason only", async () => {
    const { version, ...settings } = await getProjectSettings(world.as("admin"), { params: world.params });
    const change = (body: object) =>
      changeProjectSettings(world.as("admin"), {
        params: world.params,
        body: { ...settings, expectedVersion: version, ...body },
      });
    await change({ requiredKinds: ["model", "judge"] });
    const releaseId = await candidateOf("2");
    await expect(propose(world, releaseId)).rejects.toMatchObject({ code: "blocked" });
    const next = { expectedVersion: version + 1, requiredKinds: [] };
    await expect(change(next)).rejects.toMatchObject({ code: "invalid" });
    await change({ ...next, reason: "Neither is ours yet." });
    expect(await codesOf(await propose(world, releaseId))).toEqual([]);
    const event = await test.db.auditEvent.findFirstOrThrow({
      where: { chain: world.project.id, action: "project.floor_lowered" },
    });
    expect([event.before, event.after]).toMatchObject([
      { requiredKinds: "model, judge" },
      { requiredKinds: "" },
    ]);
  });
});

describe("whoever had a hand in it", () => {
  /** The one reviewer here is an author of the promotion in the way that the words say. */
  const expectRefused = async (how: string, number: number) =>
    expect(review(world, number), how).rejects.toMatchObject({ code: "self-approval" });
  const asReviewerToo = () => {
    const { author, reviewer } = world.seeded.principals;
    const grants = [reviewer, author].flatMap((person) => person.grants.get(world.project.id) ?? []);
    return { ...reviewer, grants: new Map([[world.project.id, grants]]) };
  };
  const fileOf = (prompt: string, text = "help {{user}}") => ({
    [`prompts/support/support@${prompt}.md`]: `Prompt ${prompt}: ${text}.\n`,
  });
  const composeBy = async (who: Parameters<MotionWorld["as"]>[0], version: string) => {
    const components = [{ kind: "prompt", name: "support", version }];
    const { id } = await createRelease(world.as(who), { params: world.params, body: { components } });
    await world.evaluate(id, { score: 0.9 });
    return id;
  };
  const proposeBy = async (who: Parameters<MotionWorld["as"]>[0], releaseId: string) => {
    const body = { releaseId, environment: "production", title: "Serve it" };
    return (await createPromotion(world.as(who), { params: world.params, body })).number;
  };

  it("of the commits that brought a changed part cannot review it: author, co-author, author in a merged branch", async () => {
    const { email } = world.seeded.principals.reviewer;
    const author = { name: "Reviewer", email };
    world.repository.commit({ files: fileOf("6"), author });
    const message = `Write it\n\nCo-authored-by: Reviewer <${email.toUpperCase()}>`;
    world.repository.commit({ files: fileOf("7"), message });
    git("fetch", "-q", "origin");
    git("push", "-q", "origin", "origin/main:refs/heads/topic");
    world.repository.commit({ files: fileOf("8"), branch: "topic", author });
    mergeByHand("topic");
    await world.sync();
    await expectRefused("author", await propose(world, await candidateOf("6")));
    await expectRefused("co-author", await propose(world, await candidateOf("7")));
    await expectRefused("author in a branch", await propose(world, await candidateOf("8")));
    // Another part of his is not what this one changes.
    await expect(review(world, await propose(world, await candidateOf("2")))).resolves.toBeDefined();
  });

  it("by composing or proposing, himself or by a key of his, cannot review it", async () => {
    const { reviewer } = world.seeded.principals;
    await test.db.apiKey.update({ where: { id: world.seeded.key.id }, data: { createdBy: reviewer.id } });
    const key = { ...world.seeded.key, ownerId: reviewer.id };
    await expectRefused("composed", await propose(world, await composeBy(asReviewerToo(), "2")));
    await expectRefused("composed by key", await propose(world, await composeBy(key, "3")));
    await expectRefused("proposed", await proposeBy(asReviewerToo(), await candidateOf("4")));
    await expectRefused("proposed by key", await proposeBy(key, await candidateOf("5")));
  });
});

describe("a first release", () => {
  it("that was adopted is known good by a reviewer's word only", async () => {
    const adopted = await createMotionWorld(test, `adopted-${serial}`);
    const releaseId = await adoptFirst(adopted);
    expect(await environmentOf(adopted)).toMatchObject({
      ...{ served: { control: releaseId, cause: "adopted" } },
      ...{ lastKnownGood: null, rollbackTarget: null },
    });
    await expect(callKnownGood(adopted, releaseId, "operator")).rejects.toMatchObject({ code: "forbidden" });
    await callKnownGood(adopted, releaseId);
    expect((await environmentOf(adopted)).lastKnownGood).toBe(releaseId);
    adopted.close();
  });

  it("has nothing to be compared with: relative terms do not apply and say so, absolute ones count", async () => {
    const fresh = await createMotionWorld(test, `fresh-${serial}`);
    const gate = { ...DEFAULT_POLICY.evalGate, latencyP95Ms: { max: 100 } };
    fresh.repository.commit({ files: { "policies/promotion@1.yaml": policyText({ evalGate: gate }) } });
    await fresh.sync();
    const releaseId = await fresh.compose("2");
    await fresh.evaluate(releaseId, { score: 0.9, latencyMs: 500 });
    const { gate: judged, blockers } = await readPromotion(fresh, await propose(fresh, releaseId));
    const said = Object.fromEntries(judged.terms.map(({ id, verdict }) => [id, verdict]));
    expect(said).toMatchObject({ quality: "not_applicable", tokens: "not_applicable" });
    expect(judged.terms.find(({ id }) => id === "quality")?.sentence).toContain("first release");
    expect(blockers.map(({ code }) => code)).toEqual(["gate_failed"]);
    fresh.close();
  });
});
