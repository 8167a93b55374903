import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataPlaneFixture, startDataPlaneFixture } from "./testing/data-plane-fixture.ts";

const logged: string[] = [];
let fixture: DataPlaneFixture;

beforeAll(async () => {
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      logged.push(String(chunk));
      done();
    },
  });
  fixture = await startDataPlaneFixture(pino({ level: "trace" }, sink));
});
afterAll(() => fixture.close());

/** Made of pieces, so that scanners of this repository do not take them for real ones. */
const SECRETS = {
  key: `sk-${"a1B2".repeat(8)}`,
  github: `ghp_${"a1B2".repeat(9)}`,
  aws: `AKIA${"Q7ZX".repeat(4)}`,
  pem: "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
  jwt: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
  email: "jane.doe@mail.example.com",
  iban: "DE89 3704 0044 0532 0130 00",
  card: "4111 1111 1111 1111",
  query: "hunter2hunter2",
};
const ALL = Object.entries(SECRETS)
  .map(([name, secret]) => (name === "query" ? `https://x.example/a?token=${secret}` : secret))
  .join(" ; ");
/** What a grep would look for: also parts that survive line breaks and JSON's escapes. */
const NEEDLES = [...Object.values(SECRETS).filter((secret) => !secret.includes("\n")), "MIIEvQIBADANBg"];

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const nanos = () => `${Date.now()}000000`;

const post = (path: string, body: unknown) =>
  fetch(`${fixture.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${fixture.keys.gateway}` },
    body: JSON.stringify(body),
  });

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const tables = await fixture.pool.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('traces', 'public')",
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await fixture.pool.query<{ text: string }>(
      `SELECT row::text AS text FROM ${name} AS row`,
    );
    texts.push(...rows.map((row) => row.text));
  }
  return texts.join("\n");
}

describe("secrets and personal data", () => {
  it("are in no table and no log, wherever a span, a score or feedback has them; digests are", async () => {
    const requestId = `req_${randomBytes(6).toString("hex")}`;
    const score = (where: string) => [
      ...[text("request.id", requestId), text("gen_ai.evaluation.name", where)],
      ...[text("gen_ai.evaluation.explanation", ALL), text("gen_ai.evaluation.score.label", SECRETS.email)],
    ];
    const span = {
      ...{ traceId: randomBytes(16).toString("hex"), spanId: randomBytes(8).toString("hex") },
      ...{ name: `chat ${SECRETS.email}`, startTimeUnixNano: nanos(), endTimeUnixNano: nanos() },
      attributes: [
        text("request.id", requestId),
        text("note", ALL),
        text("url.full", `https://${SECRETS.email}:${SECRETS.query}@x.example/?api_key=${SECRETS.query}`),
        text("password", SECRETS.query),
        {
          key: "nested",
          value: { kvlistValue: { values: [text("deep", ALL), text("token", SECRETS.query)] } },
        },
        { key: "list", value: { arrayValue: { values: [{ stringValue: ALL }] } } },
        text("error.type", `Refused for ${SECRETS.email}`),
        text("gen_ai.input.messages", ALL),
        text("gen_ai.output.messages", JSON.stringify([{ role: "assistant", content: ALL }])),
        text("gen_ai.request.model", SECRETS.key),
        text("cloud.region", SECRETS.card),
        text("subject.hash", SECRETS.email),
      ],
      events: [
        {
          ...{ name: "feature_view.read", timeUnixNano: nanos() },
          attributes: [
            text("feature_view.ref", "users@1"),
            text("feature_view.entity", SECRETS.email),
            text(
              "feature_view.values",
              JSON.stringify({ mail: SECRETS.email, card: 4111111111111111, list: [ALL] }),
            ),
          ],
        },
        { name: "gen_ai.evaluation.result", timeUnixNano: nanos(), attributes: score("on-span") },
      ],
    };
    const logRecord = {
      ...{ timeUnixNano: nanos(), eventName: "gen_ai.evaluation.result", attributes: score("in-log") },
      body: { stringValue: ALL },
    };
    const answers = [
      await post("/v1/traces", {
        resourceSpans: [
          { resource: { attributes: [text("host.note", ALL)] }, scopeSpans: [{ spans: [span] }] },
        ],
      }),
      await post("/v1/logs", { resourceLogs: [{ scopeLogs: [{ logRecords: [logRecord] }] }] }),
      await post("/v1/feedback", { requestId, thumbs: "down", comment: ALL }),
      await post(`/v1/traces?token=${SECRETS.query}`, ALL),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 204, 400]);

    const everything = await dump();
    expect(everything).toContain(requestId);
    expect(everything).toContain("[redacted:email]");
    for (const needle of [...NEEDLES, "4111111111111111"]) {
      expect(everything).not.toContain(needle);
      expect(logged.join("")).not.toContain(needle);
      for (const answer of answers) expect(answer.headers.get("location") ?? "").not.toContain(needle);
    }
    const { rows } = await fixture.pool.query(
      `SELECT call.output_digest, read.values_digest FROM traces.inference_call call
        JOIN traces.feature_read read USING (project_id, request_id) WHERE request_id = $1`,
      [requestId],
    );
    const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
    expect(rows).toEqual([{ output_digest: digest, values_digest: digest }]);
  });
});
