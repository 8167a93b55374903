import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Endpoint } from "../../lib/contracts/endpoint.ts";
import { ENDPOINTS } from "../../lib/contracts/registry.ts";
import { type ApiWorld, createApiWorld } from "./testing/api-world.ts";

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
  await world.use(world.facts.test);
}, 120_000);
afterAll(() => world.close());

/** The texts that people may search and filter by, over every list of the API. */
const TEXT_FIELDS = ENDPOINTS.filter(({ method }) => method === "GET").flatMap((endpoint) =>
  endpoint.query instanceof z.ZodObject
    ? Object.keys(endpoint.query.shape).map((field) => ({ endpoint, id: endpoint.operationId, field }))
    : [],
);
const OPERATORS = [
  ["operators of full-text search", "!:*&|"],
  ["operators around a word", "support:* & !x | (y <-> z)"],
  ["JSON paths", "$.a[*] ? (@.b == 1)"],
  ["10,000 terms", Array.from({ length: 10_000 }, (_, index) => `term${index} &`).join(" ")],
  ["10,000 wildcards", "%".repeat(10_000)],
] as const;
/** The fastest of three, because other work of this machine is not what is measured. */
async function ask(endpoint: Endpoint, change: { query?: object; params?: object }) {
  let fastestMs = Number.POSITIVE_INFINITY;
  const statuses = new Set<number>();
  const valid = world.request(endpoint);
  const query = { ...valid.query, ...change.query };
  const params = { ...valid.params, ...change.params };
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    const answer = await world.send(endpoint, { ...valid, query, params }, { person: "everything" });
    fastestMs = Math.min(fastestMs, performance.now() - start);
    statuses.add(answer.status);
  }
  return { statuses: [...statuses], fastestMs };
}

describe("hostile texts in searches and filters", () => {
  it("reach the searches of artifacts and cases, and the filters of the audit log", () => {
    const fields = TEXT_FIELDS.map(({ id, field }) => `${id} ${field}`);
    expect(fields).toEqual(
      expect.arrayContaining([
        ...["listArtifacts search", "listReleases search", "listEvalCases search", "listEvalCases tag"],
        ...["listComparedCases search", "listAudit action", "listAudit actor", "listAudit environment"],
      ]),
    );
  });

  it.each(TEXT_FIELDS)(
    "row 42: $id takes operators in $field literally or refuses them, at once",
    async (row) => {
      for (const [name, text] of OPERATORS) {
        const { statuses, fastestMs } = await ask(row.endpoint, { query: { [row.field]: text } });
        expect([name, statuses.every((status) => [200, 400, 404].includes(status)), statuses]).toEqual([
          name,
          true,
          statuses,
        ]);
        expect(fastestMs, name).toBeLessThan(500);
      }
    },
  );
});

/** Texts that a careless pattern would look at for minutes. */
const SLOW_TEXTS = [
  ["50,000 letters and a mark", `${"a".repeat(50_000)}!`],
  ["50,000 brackets", "(".repeat(50_000)],
  ["200,000 spaces between two letters", `a${" ".repeat(200_000)}b`],
  ["1 MB of spaces", " ".repeat(1_000_000)],
] as const;

/** The value with one of its texts replaced, once for each text in it. */
function withEachText(value: unknown, text: string): unknown[] {
  if (typeof value === "string") return [text];
  if (Array.isArray(value))
    return value.flatMap((item, at) => withEachText(item, text).map((one) => value.with(at, one)));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    withEachText(item, text).map((one) => ({ ...value, [name]: one })),
  );
}

describe("row 68: texts that are slow to look at", () => {
  it.each(TEXT_FIELDS)("$id answers them in $field", async ({ endpoint, field }) => {
    for (const [name, text] of [...SLOW_TEXTS, ["open brackets", "(((("] as const]) {
      const valid = world.request(endpoint);
      const query = { ...valid.query, [field]: text };
      const { status } = await world.send(endpoint, { ...valid, query }, { person: "everything" });
      expect([name, status, [200, 400, 404].includes(status)]).toEqual([name, status, true]);
    }
  });

  const WRITTEN = ENDPOINTS.filter(({ body, bodyKind }) => body !== null && bodyKind === "json").map(
    (endpoint) => ({ endpoint, id: endpoint.operationId }),
  );
  it.each(WRITTEN)("$id refuses them in every text of its body", async ({ endpoint }) => {
    const valid = world.request(endpoint);
    for (const [name, text] of SLOW_TEXTS)
      for (const body of withEachText(valid.body, text)) {
        const who = { person: valid.by ?? "everything" } as const;
        const { status } = await world.send(endpoint, { ...valid, body }, who);
        expect([name, body, status]).toEqual([name, body, text.length > 256 * 1024 ? 413 : 422]);
      }
  });
});
