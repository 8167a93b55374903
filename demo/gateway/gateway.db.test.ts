import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  startDataPlaneFixture,
} from "../../lib/dataplane/testing/data-plane-fixture.ts";
import { findRequest } from "../../lib/db/traces/find-request.ts";
import { countSubjects, listStickinessViolations } from "../../lib/db/traces/rollout-subjects.ts";
import { isShadowed } from "../../lib/domain/rollout/route-subject.ts";
import { createDemoGateway, type DemoGateway, type DemoGatewayOptions } from "./gateway.ts";
import { answerChat } from "./local-endpoint.ts";
import type { Router } from "./route-release.ts";
import { serveGateway } from "./serve-http.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
let fixture: DataPlaneFixture;
const open: DemoGateway[] = [];
beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(async () => {
  await Promise.all(open.map((gateway) => gateway.close()));
  await fixture.close();
});

async function openGateway(
  options: Partial<DemoGatewayOptions>,
  { url, keys }: DataPlaneFixture = fixture,
): Promise<DemoGateway> {
  const gateway = await createDemoGateway({
    ...{ dataPlaneUrl: url, apiKey: keys.gateway },
    ...{ project: "deploybuddy", environment: "production" },
    promptDigestOf: () => DIGEST,
    ...options,
  });
  open.push(gateway);
  return gateway;
}

const QUESTION = { region: "us-west", question: "When will our deploy be through?" };

describe.each(["sdk", "ofrep"] as const)("the reference gateway that routes by %s", (routeBy) => {
  it("routes stickily, answers deterministically, and its requests are found again", async () => {
    const gateway = await openGateway({ routeBy });
    const featureReads = [
      {
        ...{ ref: "releases@5", fingerprint: "660645c4", entity: "user-1187" },
        ...{ eventTimestamp: new Date("2026-04-09T09:00:00Z"), values: { recent_failure_count: 4 } },
      },
    ];
    const ask = (id: string, subject: string, more = {}) =>
      gateway.answer({ ...QUESTION, requestId: `req_${routeBy}_${id}`, subject, ...more });
    const first = await ask("1", "tenant-42:conversation-7", { featureReads });
    const again = await ask("2", "tenant-42:conversation-7", { featureReads });
    const control = await ask("3", "tenant-42:conversation-9");
    await gateway.flush();
    expect([first.releaseId, first.arm, control.releaseId]).toEqual([CANDIDATE, "candidate", CONTROL]);
    expect(again.text).toBe(first.text);
    const record = await findRequest(fixture.pool, "prj_deploybuddy", `req_${routeBy}_1`);
    expect(record?.calls[0]).toMatchObject({
      ...{ releaseId: CANDIDATE, arm: "candidate", environment: "production", model: "lora@1.9" },
      isAssigned: true,
    });
    const { ttftMs, latencyMs } = record?.calls[0] ?? {};
    expect(ttftMs).toBeGreaterThan(0);
    expect(latencyMs).toBeGreaterThanOrEqual(ttftMs ?? Number.POSITIVE_INFINITY);
    expect(record?.featureReads[0]?.values).toEqual({ recent_failure_count: 4 });
    expect(record?.evaluations).toMatchObject([{ name: "names_minutes", score: 1 }]);
    const { rows } = await fixture.pool.query(
      "SELECT DISTINCT prompt_digest, service_name FROM traces.inference_call WHERE request_id LIKE $1",
      [`req_${routeBy}_%`],
    );
    expect(rows).toEqual([{ prompt_digest: DIGEST, service_name: "demo-gateway" }]);
  });

  it("moves no subject back when the share is raised, nor when the rollout stops and goes on", async () => {
    const gateway = await openGateway({ routeBy });
    const subjects = Array.from({ length: 24 }, (_, index) => `tenant-${16 + index}`);
    const armOf = async (subject: string) =>
      (await gateway.answer({ ...QUESTION, subject, requestId: `req_cohort_${routeBy}_${subject}` })).arm;
    const cohort = async () => {
      const arms = await Promise.all(subjects.map(armOf));
      return subjects.filter((_, index) => arms[index] === "candidate");
    };
    const settle = async (candidate: string | null, shareBp: number, arms: Record<string, string>) => {
      await fixture.allocate({ candidate, shareBp });
      for (const [subject, arm] of Object.entries(arms)) {
        await expect.poll(() => armOf(subject), { timeout: 10_000 }).toBe(arm);
      }
      return cohort();
    };
    const before = await settle(CANDIDATE, 1_000, { "tenant-29": "candidate", "tenant-27": "control" });
    expect(before).toEqual(["tenant-18", "tenant-29", "tenant-37"]);
    expect(await settle(null, 0, { "tenant-29": "control" })).toEqual([]);
    expect(await settle(CANDIDATE, 1_000, { "tenant-29": "candidate" })).toEqual(before);
    const raised = await settle(CANDIDATE, 5_000, { "tenant-27": "candidate" });
    expect(raised.length).toBeGreaterThan(before.length);
    expect(raised).toEqual(expect.arrayContaining(before));
    await settle(CANDIDATE, 1_000, { "tenant-27": "control" });
  }, 60_000);
});

/** A subject that the two arms of one rollout answer in turn, as by a gateway that throws dice. */
function createDice(): Router {
  let asked = 0;
  return {
    route: async () => {
      asked += 1;
      const [releaseId, arm] =
        asked % 2 === 0 ? [CONTROL, "control" as const] : [CANDIDATE, "candidate" as const];
      const components = { prompt: "support@2.8", model: "lora@1.9" };
      const serving = { releaseId, arm, components };
      return { flagKey: "deploybuddy.production", serving, shadow: null, assignment: null };
    },
    close: async () => {},
  };
}

describe("a canary that is not sticky", () => {
  it("is raised with a request of each arm, and never where the SDK or OFREP routes", async () => {
    const own = await startDataPlaneFixture();
    const ask = async (name: string, options: Partial<DemoGatewayOptions>) => {
      const gateway = await openGateway(options, own);
      for (const subject of ["tenant-29", "tenant-40", "tenant-29", "tenant-40"]) {
        const requestId = `req_${name}_${subject}_${randomUUID()}`;
        await gateway.answer({ ...QUESTION, subject, requestId });
      }
      await gateway.flush();
    };
    const violations = () => listStickinessViolations(own.pool, "prj_deploybuddy", 1);
    await ask("sdk", { routeBy: "sdk" });
    await ask("ofrep", { routeBy: "ofrep" });
    expect(await countSubjects(own.pool, "prj_deploybuddy", 1)).toEqual({
      ...{ control: 1, candidate: 1, violations: 0 },
    });
    const dice = await openGateway({ router: createDice() }, own);
    for (const requestId of ["req_dice_1", "req_dice_2"]) {
      await dice.answer({ ...QUESTION, subject: "tenant-7", requestId });
    }
    await dice.flush();
    expect(await violations()).toMatchObject([
      { candidateRequestId: "req_dice_1", controlRequestId: "req_dice_2" },
    ]);
    await own.close();
  }, 60_000);
});

describe.each(["sdk", "ofrep"] as const)("shadow traffic, routed by %s", (routeBy) => {
  type Seen = { model: string; tools?: unknown };
  const seen: Seen[] = [];
  const shadow = { behaviour: "answers" as "answers" | "fails" | "hangs", isGivenUp: false };
  let endpoint: Server;
  let endpointUrl: string;
  let shadowing: DataPlaneFixture;
  let ordinary: DataPlaneFixture;

  beforeAll(async () => {
    ordinary = await startDataPlaneFixture();
    shadowing = await startDataPlaneFixture(undefined, { releaseId: CANDIDATE, sampleBp: 5_000 });
    for (const own of [ordinary, shadowing]) {
      await own.allocate({ candidate: null, shareBp: 0 });
      await own.dataPlane.refresh();
    }
    endpoint = createServer(async (request, response) => {
      let text = "";
      for await (const chunk of request.setEncoding("utf8")) text += chunk;
      const asked: Seen = JSON.parse(text);
      seen.push(asked);
      const isShadow = asked.model === "shadow-model";
      if (isShadow && shadow.behaviour === "hangs") {
        response.on("close", () => {
          shadow.isGivenUp = true;
        });
        return;
      }
      if (isShadow && shadow.behaviour === "fails") response.writeHead(500).end("no");
      else {
        const answer = answerChat(text, String(request.headers["x-request-id"]));
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
      }
    });
    await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
    const address = endpoint.address();
    endpointUrl = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  });
  afterAll(async () => {
    await Promise.all([ordinary.close(), shadowing.close()]);
    endpoint.close();
    endpoint.closeAllConnections();
  });

  const REQUEST = {
    user: "tenant-42:conversation-9",
    messages: [{ role: "user", content: "Please restart the queue." }],
    tools: [{ type: "function", function: { name: "restart_queue" } }],
    temperature: 0,
  };

  async function ask(gateway: DemoGateway, requestId: string) {
    const served = await serveGateway(gateway, 0, "us-west");
    const response = await fetch(`${served.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": requestId },
      body: JSON.stringify(REQUEST),
    });
    const answer = { status: response.status, body: await response.text() };
    await served.close();
    return answer;
  }

  /** The first names of requests that are sampled, or not. */
  const requestsThat = (areSampled: boolean, count: number) =>
    Array.from({ length: 60 }, (_, index) => `req_shadow_${index}`)
      .filter((requestId) => isShadowed(5_000, requestId) === areSampled)
      .slice(0, count);

  it.each(["answers", "fails", "hangs"] as const)(
    "leaves the user's answer as it is, byte for byte, when the candidate %s",
    async (behaviour) => {
      const index = ["answers", "fails", "hangs"].indexOf(behaviour);
      const requestId = requestsThat(true, 3)[index] ?? "";
      const expected = await ask(await openGateway({ endpointUrl, routeBy }, ordinary), requestId);
      Object.assign(shadow, { behaviour, isGivenUp: false });
      seen.length = 0;
      const gateway = await openGateway({ endpointUrl, routeBy, shadowTimeoutMs: 5_000 }, shadowing);
      const answer = await ask(gateway, requestId);
      expect([answer.status, answer.body]).toEqual([200, expected.body]);
      expect(answer.body).toContain("restart_queue");
      expect(shadow.isGivenUp).toBe(false);
      await gateway.flush();
      expect(shadow.isGivenUp).toBe(behaviour === "hangs");

      expect(seen.map(({ model }) => model)).toEqual(["lora@1.9", "shadow-model"]);
      expect(seen[0]).toHaveProperty("tools");
      expect(seen[1]).not.toHaveProperty("tools");
      expect(seen[1]).toHaveProperty("temperature", 0);
      const { rows } = await shadowing.pool.query(
        "SELECT DISTINCT arm, release_id, error_type FROM traces.inference_call WHERE request_id = $1 ORDER BY arm",
        [requestId],
      );
      const error = { answers: null, fails: "500", hangs: "timeout" }[behaviour];
      expect(rows).toEqual([
        { arm: "control", release_id: CONTROL, error_type: null },
        { arm: "shadow", release_id: CANDIDATE, error_type: error },
      ]);
    },
    60_000,
  );

  it("asks the candidate for sampled requests only, by the request's own name", async () => {
    shadow.behaviour = "answers";
    seen.length = 0;
    const gateway = await openGateway({ endpointUrl, routeBy }, shadowing);
    for (const requestId of [...requestsThat(false, 4), ...requestsThat(true, 2)])
      await ask(gateway, requestId);
    await gateway.flush();
    expect(seen.filter(({ model }) => model === "lora@1.9")).toHaveLength(6);
    expect(seen.filter(({ model }) => model === "shadow-model")).toHaveLength(2);
  }, 60_000);
});

it("answers 400, 404 and 502 in the shape that OpenAI's clients read", async () => {
  const gateway = await openGateway({ endpointUrl: "http://127.0.0.1:9", router: createDice() });
  const served = await serveGateway(gateway, 0, "us-west");
  const post = (path: string, body: string) => fetch(`${served.url}${path}`, { method: "POST", body });
  const valid = JSON.stringify({ user: "a", messages: [{ role: "user", content: "hi" }] });
  const answers = await Promise.all([
    post("/v1/chat/completions", "{"),
    post("/v1/chat/completions", '{"messages":[]}'),
    post("/elsewhere", valid),
    post("/v1/chat/completions", valid),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 404, 502]);
  expect(await answers[3]?.json()).toMatchObject({ error: { type: "gateway" } });
  await served.close();
});
