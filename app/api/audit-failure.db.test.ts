import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENDPOINTS } from "../../lib/contracts/registry.ts";
import { copyOf, createEmptyInstallation } from "../../lib/services/testing/api-facts.ts";
import { dumpTables, refuseInserts } from "../../lib/services/testing/dump-tables.ts";
import { allowedCaller } from "./testing/allowed-caller.ts";
import { type ApiWorld, createApiWorld } from "./testing/api-world.ts";

let world: ApiWorld;

beforeAll(async () => {
  world = await createApiWorld();
}, 120_000);
afterAll(() => world.close());

/** What is asked with a body and changes nothing, and what only hints that something may have changed. */
const READS_BY_POST = ["renderPrompt", "receiveGitHook"];

const MUTATING = ENDPOINTS.filter(
  ({ method, operationId }) =>
    (method !== "GET" && !READS_BY_POST.includes(operationId)) || operationId === "exportAudit",
).map((declaration) => [declaration.operationId, declaration] as const);

/** Nothing is left out: sessions and keys are touched once a minute at most, and the world's are seconds old. */
const NOT_COMPARED: string[] = [];
const SCHEMAS = ["public", "traces", "graphile_worker"];

describe("when the audit log cannot be written", () => {
  it.each(MUTATING)(
    "%s changes nothing, and does its work when it can be again",
    async (_name, declaration) => {
      const isSetUp = declaration.operationId === "setUp";
      const empty = isSetUp ? await createEmptyInstallation(world.facts.now) : null;
      const test = empty?.test ?? (await copyOf(world.facts));
      await world.use(test);
      const valid = world.request(declaration, empty?.token);
      const who = allowedCaller(declaration, valid.by);
      const before = await dumpTables(test.db, SCHEMAS, NOT_COMPARED);
      const allow = await refuseInserts(test.db, "audit_event");
      const refused = await world.send(declaration, valid, who);
      expect([refused.status, refused.body]).toEqual([
        503,
        expect.objectContaining({ code: "audit-unavailable" }),
      ]);
      expect(await dumpTables(test.db, SCHEMAS, NOT_COMPARED)).toEqual(before);
      await allow();
      const done = await world.send(declaration, valid, who);
      expect(done.text).not.toContain('"code"');
      expect([200, 201, 202]).toContain(done.status);
      expect((await dumpTables(test.db, ["public"]))["public.audit_event"]).not.toBe(
        before["public.audit_event"],
      );
      await world.leave();
      await test.drop();
    },
  );
});
