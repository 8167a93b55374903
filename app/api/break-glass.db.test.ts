import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { environmentEndpoints } from "../../lib/contracts/environments.ts";
import { copyOf } from "../../lib/services/testing/api-facts.ts";
import { type Answer, type ApiWorld, type Caller, createApiWorld } from "./testing/api-world.ts";

let world: ApiWorld;
let test: ApiWorld["facts"]["test"];

beforeAll(async () => {
  world = await createApiWorld();
}, 120_000);
afterAll(() => world.close());
beforeEach(async () => {
  test = await copyOf(world.facts);
  await world.use(test);
});
afterEach(async () => {
  await world.leave();
  await test.drop();
});

const operator: Caller = { person: "operator" };
const everything: Caller = { person: "everything" };
const declaration = environmentEndpoints.rollBack;

async function rollBack(
  change: Record<string, unknown> = {},
  {
    who = operator,
    environment = "production",
    project,
  }: { who?: Caller; environment?: string; project?: string } = {},
): Promise<Answer & { code: string | null }> {
  const valid = world.request(declaration);
  const body = { ...Object(valid.body), ...change };
  const options = project === undefined ? {} : { project };
  const answer = await world.send(declaration, { ...valid, params: { environment }, body }, who, options);
  return { ...answer, code: /"code":"([a-z-]+)"/.exec(answer.text)?.[1] ?? null };
}

/** Nothing moved: no allocation, rollback, quarantine or reconciliation more than before. */
async function countAll(): Promise<number[]> {
  const { allocation, rollback, quarantine, reconciliation } = (await world.use(test)).db;
  return [
    await allocation.count(),
    await rollback.count(),
    await quarantine.count(),
    await reconciliation.count(),
  ];
}

describe("row 65: break-glass", () => {
  it.each([
    ["no reason", { reason: undefined }, 422],
    ["an empty reason", { reason: "     " }, 422],
    ["a reason of 2 characters", { reason: "no" }, 422],
    ["a reason of 10 KB", { reason: "x".repeat(10_240) }, 422],
    ["a reason that is no text", { reason: 5 }, 422],
    ["a field that does not exist", { force: true }, 422],
    ["no version", { expectedVersion: undefined }, 422],
  ])("with %s is %j: refused, and nothing moves", async (_name, change, status) => {
    const before = await countAll();
    const answer = await rollBack(change);
    expect(answer.status).toBe(status);
    expect(await countAll()).toEqual(before);
  });

  it("without a proof of identity is 401 step-up-required, and nothing moves", async () => {
    const { db } = await world.use(test);
    await db.session.updateMany({ data: { provedAt: new Date(world.facts.now.getTime() - 300_000) } });
    const before = await countAll();
    expect(await rollBack()).toMatchObject({ status: 401, code: "step-up-required" });
    expect(await countAll()).toEqual(before);
  });

  it("to a bad release, which is quarantined, is 422 invalid-target", async () => {
    const answer = await rollBack({ targetReleaseId: world.facts.quarantined });
    expect(answer).toMatchObject({ status: 422, code: "invalid-target" });
  });

  it("of two at once one is 200, the other 409 with the current version", async () => {
    const { allocationVersion } = world.facts;
    const answers = await Promise.all([rollBack(), rollBack({}, { who: everything })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost).toMatchObject({
      code: "version-conflict",
      body: { params: { currentVersion: allocationVersion + 1 } },
    });
    const { db } = await world.use(test);
    expect(await db.rollback.count({ where: { environment: "production" } })).toBe(1);
  });

  it("by a key is refused whatever its scopes", async () => {
    expect((await rollBack({}, { who: { key: "promotions:propose" } })).status).toBe(403);
  });
});

describe("rows 25, 26: where a rollback cannot go", () => {
  it("to what is served is 409 no-op", async () => {
    expect(await rollBack({ targetReleaseId: world.facts.served })).toMatchObject({
      status: 409,
      code: "no-op",
    });
  });

  it.each([
    ["a release that was never in production", () => world.facts.candidate],
    ["a release of another project", () => world.facts.other.releaseId],
    ["a release that does not exist", () => "0123456789"],
  ])("to %s is 422 invalid-target", async (_name, target) => {
    const answer = await rollBack({ targetReleaseId: target() });
    expect(answer).toMatchObject({ status: 422, code: "invalid-target" });
  });

  it("in another project, and in an environment that does not exist, is 404", async () => {
    expect((await rollBack({}, { project: world.facts.other.slug })).status).toBe(404);
    expect((await rollBack({}, { environment: "nowhere", who: everything })).status).toBe(404);
  });

  it("with a version that is not current any more is 409 with the current one", async () => {
    const answer = await rollBack({ expectedVersion: world.facts.allocationVersion - 1 });
    expect(answer).toMatchObject({
      status: 409,
      code: "version-conflict",
      body: { params: { currentVersion: world.facts.allocationVersion } },
    });
  });
});
