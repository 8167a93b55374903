import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readWindowTotal } from "../db/traces/windows/read-windows.ts";
import { CANDIDATE, type DataPlaneFixture, startDataPlaneFixture } from "./testing/data-plane-fixture.ts";

let fixture: DataPlaneFixture;

beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(() => fixture.close());

type Options = { key?: string; type?: string; path?: string };
const post = (body: unknown, { key, type, path }: Options = {}) =>
  fetch(`${fixture.url}${path ?? "/v1/feedback"}`, {
    method: "POST",
    headers: {
      "content-type": type ?? "application/json",
      authorization: `Bearer ${key ?? fixture.keys.gateway}`,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const stored = async (requestId: string) => {
  const { rows } = await fixture.pool.query<{ name: string; score: number; explanation: string | null }>(
    "SELECT name, score, explanation FROM traces.evaluation WHERE request_id = $1 ORDER BY name, score",
    [requestId],
  );
  return rows;
};

describe("feedback", () => {
  it("is stored as scores, once, however often it is sent and at once, and a change of mind beside it", async () => {
    const said = { requestId: "req_f1", thumbs: "down", taskCompleted: false, escalated: true };
    const answers = await Promise.all([post(said), post(said), post(said)]);
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204]);
    expect((await post(said)).status).toBe(204);
    expect(
      (await post({ requestId: "req_f1", thumbs: "up", comment: "thanks, jane@example.com" })).status,
    ).toBe(204);
    expect(await stored("req_f1")).toEqual([
      { name: "feedback.escalated", score: 1, explanation: null },
      { name: "feedback.task_completed", score: 0, explanation: null },
      { name: "feedback.thumbs", score: 0, explanation: null },
      { name: "feedback.thumbs", score: 1, explanation: "thanks, [redacted:email]" },
    ]);
  });

  it("is counted under the arm and release of its request, though it came first", async () => {
    await post({ requestId: "req_f2", thumbs: "up" });
    const at = Date.now();
    const attributes = { "request.id": "req_f2", "release.id": CANDIDATE, "release.arm": "candidate" };
    const span = {
      ...{ traceId: "ab".repeat(16), spanId: "cd".repeat(8), name: "chat" },
      ...{ startTimeUnixNano: `${at}000000`, endTimeUnixNano: `${at}000000` },
      attributes: Object.entries({
        ...attributes,
        "gen_ai.operation.name": "chat",
        "deployment.environment": "production",
      }).map(([key, stringValue]) => ({ key, value: { stringValue } })),
    };
    const answer = await post(
      { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] },
      { path: "/v1/traces" },
    );
    expect(answer.status).toBe(200);
    const window = {
      ...{
        projectId: "prj_deploybuddy",
        environment: "production",
        metric: "score:feedback.thumbs" as const,
      },
      ...{
        releaseId: CANDIDATE,
        arm: "candidate",
        from: new Date(at - 3_600_000),
        to: new Date(at + 3_600_000),
      },
    };
    await expect
      .poll(async () => readWindowTotal(fixture.pool, window), { timeout: 20_000, interval: 250 })
      .toMatchObject({ valueCount: 1, mean: 1 });
  }, 30_000);

  it.each([
    { name: "nothing said", body: { requestId: "r" }, status: 422 },
    { name: "no request", body: { thumbs: "up" }, status: 422 },
    { name: "another thumb", body: { requestId: "r", thumbs: "sideways" }, status: 422 },
    { name: "a field of ours", body: { requestId: "r", thumbs: "up", projectId: "prj_other" }, status: 422 },
    { name: "NUL", body: { requestId: "r\0", thumbs: "up" }, status: 422 },
    { name: "a list", body: [], status: 422 },
    { name: "no JSON", body: "thumbs up", status: 400 },
    {
      name: "a body of 100 KB",
      body: { requestId: "r", thumbs: "up", comment: "x".repeat(100_000) },
      status: 413,
    },
  ])("of $name is refused with $status", async ({ body, status }) => {
    expect((await post(body)).status).toBe(status);
    expect(await stored("r")).toEqual([]);
  });

  it("needs a key with traces:write, and JSON", async () => {
    const said = { requestId: "r", thumbs: "up" };
    expect((await post(said, { key: "nobody" })).status).toBe(401);
    expect((await post(said, { key: fixture.keys.readOnly })).status).toBe(403);
    expect((await post(said, { type: "text/plain" })).status).toBe(415);
  });
});
