import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "../../lib/contracts/endpoint.ts";
import { ENDPOINTS } from "../../lib/contracts/registry.ts";
import { rounds } from "../../lib/domain/testing/rounds.ts";
import { copyOf } from "../../lib/services/testing/api-facts.ts";
import { allowedCaller } from "./testing/allowed-caller.ts";
import type { ValidRequest } from "./testing/api-requests.ts";
import { type Answer, type ApiWorld, createApiWorld } from "./testing/api-world.ts";
import { violationsIn } from "./testing/violations-in.ts";

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
}, 180_000);
afterAll(() => world.close());

const AT_ONCE = 5;
const MUTATING = ENDPOINTS.filter(({ method }) => method !== "GET");
const WITH_KEY = MUTATING.filter(({ idempotency }) => idempotency !== "none");
/**
 * What takes no key: its answer holds a secret or a cookie that must not be stored, it needs an empty installation, or
 * it sets what it says, so that saying it again changes nothing more. Each is named here, so that a new one is thought about.
 */
const WITHOUT_KEY = [
  ...["deleteSession", "stepUp", "setUp", "changePassword", "unlinkIdentity", "endSession"],
  ...["signOutEverywhere", "changeMemberRole", "addGroupGrant", "removeGroupGrant", "removeMember"],
  ...["createInvite", "acceptInvite", "revokeInvite", "createApiKey", "rotateApiKey", "revokeApiKey"],
  ...["createNotificationTarget", "changeNotificationTarget", "rotateNotificationSecret"],
  ...["receiveGitHook", "rotateGitHookSecret", "endGitHook", "renderPrompt"],
];
/** Of those, the ones that are done each time they are asked: a new secret, or the same end of a session once more. */
const DONE_EACH_TIME = [
  ...["createInvite", "createApiKey", "rotateApiKey", "rotateGitHookSecret", "stepUp", "changePassword"],
  ...["deleteSession", "signOutEverywhere"],
];

/** Whoever comes just after their own roles changed gets a session of a new id: no effect of what they asked for. */
const SESSION_RENEWED = "session.renewed";

type Repeated = { answers: Answer[]; requestsWithEffect: number; again: () => Promise<Answer> };

/**
 * Sends an endpoint's valid request several times at once to a database of its own, counts the acts it recorded, and
 * checks the invariants after them.
 */
async function repeat(
  declaration: Endpoint,
  key: string,
  look: (repeated: Repeated) => Promise<void>,
): Promise<void> {
  const test = await copyOf(world.facts);
  await world.use(test);
  const valid: ValidRequest = world.request(declaration);
  const who = allowedCaller(declaration, valid.by);
  const send = () => world.send(declaration, valid, who, { idempotencyKey: key });
  const events = () =>
    test.db.auditEvent.findMany({
      where: { action: { not: SESSION_RENEWED } },
      select: { chain: true, seq: true, requestId: true },
    });
  const before = new Set((await events()).map(({ chain, seq }) => `${chain} ${seq}`));
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, send));
  const after = (await events()).filter(({ chain, seq }) => !before.has(`${chain} ${seq}`));
  const requestsWithEffect = new Set(after.map(({ requestId }) => requestId)).size;
  try {
    await look({ answers, requestsWithEffect, again: send });
    expect(await violationsIn(world.facts, test)).toEqual([]);
  } finally {
    await world.leave();
    await test.drop();
  }
}

const shown = ({ status, text }: Answer) => `${status} ${text}`;

describe("F7: one request, five times at once with one Idempotency-Key", { timeout: 300_000 }, () => {
  it.each(WITH_KEY.map((declaration) => [declaration.operationId, declaration] as const))(
    "%s has one effect and one answer, also when it is asked once more",
    async (_name, declaration) => {
      for (let round = 0; round < rounds(1, 25); round += 1) {
        await repeat(declaration, `the-same-${round}`, async ({ answers, requestsWithEffect, again }) => {
          const [first] = answers;
          expect(first?.status, first?.text).toBeLessThan(300);
          expect(new Set(answers.map(shown))).toEqual(new Set([shown(await again())]));
          expect(requestsWithEffect).toBe(1);
        });
      }
    },
  );
});

describe("F7: what takes no Idempotency-Key, five times at once", { timeout: 300_000 }, () => {
  it("is known by name", () => {
    const names = MUTATING.filter(({ idempotency }) => idempotency === "none").map(
      (each) => each.operationId,
    );
    expect(names.sort()).toEqual([...WITHOUT_KEY].sort());
  });

  const walked = MUTATING.filter(
    ({ operationId }) =>
      WITHOUT_KEY.includes(operationId) && !["setUp", "renderPrompt"].includes(operationId),
  );
  it.each(walked.map((declaration) => [declaration.operationId, declaration] as const))(
    "%s is done, and whoever came too late is told so",
    async (name, declaration) => {
      for (let round = 0; round < rounds(1, 10); round += 1) {
        await repeat(declaration, `ignored-${round}`, async ({ answers, requestsWithEffect }) => {
          const done = answers.filter(({ status }) => status < 300);
          expect(done.length, answers.map(shown).join("\n")).toBeGreaterThan(0);
          for (const { status, text } of answers) expect(status, text).toBeLessThan(500);
          if (name === "receiveGitHook") expect(done).toHaveLength(AT_ONCE);
          else if (!DONE_EACH_TIME.includes(name)) expect(requestsWithEffect).toBe(1);
        });
      }
    },
  );
});
