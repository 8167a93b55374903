import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "../../lib/contracts/endpoint.ts";
import { ENDPOINTS } from "../../lib/contracts/registry.ts";
import { PERMISSIONS } from "../../lib/domain/access/permissions.ts";
import { copyOf, createEmptyInstallation } from "../../lib/services/testing/api-facts.ts";
import { dumpTables, refuseInserts } from "../../lib/services/testing/dump-tables.ts";
import { type ApiWorld, type Caller, createApiWorld } from "./testing/api-world.ts";

let world: ApiWorld;

beforeAll(async () => {
  world = await createApiWorld();
}, 120_000);
afterAll(() => world.close());

/** What is asked with a body and changes nothing. */
const READS_BY_POST = ["renderPrompt"];

const MUTATING = ENDPOINTS.filter(
  ({ method, operationId }) =>
    (method !== "GET" && !READS_BY_POST.includes(operationId)) || operationId === "exportAudit",
).map((declaration) => [declaration.operationId, declaration] as const);

/** Nothing is left out: sessions and keys are touched once a minute at most, and the world's are seconds old. */
const NOT_COMPARED: string[] = [];
const SCHEMAS = ["public", "traces", "graphile_worker"];

/** Somebody whose role alone is enough, or the one whom the request names. */
function allowedCaller(declaration: Endpoint, by: ReturnType<ApiWorld["request"]>["by"]): Caller {
  const { permission } = declaration;
  if (permission === "public") return "anonymous";
  if (by !== undefined) return { person: by };
  if (permission === "signed-in") return { person: "viewer" };
  if (permission === "installation:manage") return { person: "admin" };
  const [role] = PERMISSIONS[permission].roles;
  return { person: role };
}

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
