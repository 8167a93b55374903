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
const TEXT_FIELDS = ENDPOINTS.filter(
  ({ method, permission }) => method === "GET" && permission === "project:read",
).flatMap((endpoint) =>
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
    const answer = await world.send(endpoint, { ...valid, query, params }, { key: "read" });
    fastestMs = Math.min(fastestMs, performance.now() - start);
    statuses.add(answer.status);
  }
  return { statuses: [...statuses], fastestMs };
}

describe("hostile texts in searches and filters", () => {
  it("reach the searches of artifacts and of eval cases", () => {
    const fields = TEXT_FIELDS.map(({ id, field }) => `${id} ${field}`);
    expect(fields).toEqual(expect.arrayContaining(["listArtifacts search", "listReleases search"]));
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
