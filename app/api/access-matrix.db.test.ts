import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "../../lib/contracts/endpoint.ts";
import { ENDPOINTS } from "../../lib/contracts/registry.ts";
import { can } from "../../lib/domain/access/can.ts";
import type { Principal } from "../../lib/domain/access/principal.ts";
import { ROLES, SCOPES } from "../../lib/domain/access/roles.ts";
import { refuseInserts } from "../../lib/services/testing/dump-tables.ts";
import type { ValidRequest } from "./testing/api-requests.ts";
import { type Answer, type ApiWorld, type Caller, createApiWorld } from "./testing/api-world.ts";

let world: ApiWorld;

/** The audit log takes nothing here: what is allowed to change something answers 503, and nothing ever changes. */
beforeAll(async () => {
  world = await createApiWorld();
  await refuseInserts(world.facts.test.db, "audit_event");
  await world.use(world.facts.test);
}, 120_000);
afterAll(() => world.close());

const CALLERS: Caller[] = [
  "anonymous",
  ...ROLES.map((person) => ({ person })),
  { person: "outsider" },
  ...SCOPES.map((key) => ({ key })),
];
/** Set-up is for an empty installation; here there is none, whoever asks. */
const WALKED = ENDPOINTS.filter(({ operationId }) => operationId !== "setUp").map(
  (declaration) => [declaration.operationId, declaration] as const,
);
const OF_A_PROJECT = WALKED.filter(([, { path }]) => path.includes("{project}"));

/** Taking the audit log out of the house is itself an event of the log. */
const AUDITED_READS = ["exportAudit"];

const nameOf = (who: Caller) =>
  who === "anonymous" ? who : "person" in who ? who.person : `a key that may ${who.key}`;

function principalOf(who: Caller): Principal | null {
  const { people, project } = world.facts;
  if (who === "anonymous") return null;
  if ("person" in who) return people[who.person];
  return {
    ...{ kind: "key", id: "", name: "", projectId: project.id, environment: null, ownerId: "" },
    scopes: [who.key],
  };
}

/** What is asked with a body and changes nothing. */
const READS_BY_POST = ["renderPrompt"];

/** Of another project too: a new project touches nobody's data. */
function isAdminSomewhere(principal: Principal): boolean {
  return (
    principal.kind === "account" && [...principal.grants.values()].flat().some(({ role }) => role === "admin")
  );
}

function expectedStatus({ method, permission, operationId }: Endpoint, who: Caller): number {
  const isRead = method === "GET" || READS_BY_POST.includes(operationId);
  const allowed = isRead && !AUDITED_READS.includes(operationId) ? 200 : 503;
  if (permission === "public") return allowed;
  const principal = principalOf(who);
  if (principal === null) return 401;
  if (permission === "signed-in") {
    const isRefused = operationId === "createProject" && !isAdminSomewhere(principal);
    return principal.kind === "account" && !isRefused ? allowed : 403;
  }
  const denial = can(principal, permission, { projectId: world.facts.project.id });
  if (denial === null) return allowed;
  return denial === "outsider" ? 404 : 403;
}

function expectNoData(answer: Answer): void {
  const { served, candidate, subject } = world.facts;
  for (const data of [candidate, served, subject.manifestDigest, "help {{user}}", "@alpha.example"])
    expect(answer.text.replace(/"instance":"[^"]*"/, "")).not.toContain(data);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
}

describe("who may call what", () => {
  it.each(WALKED)(
    "%s answers each role, nobody, and each key as the table of roles says",
    async (_name, declaration) => {
      const valid = world.request(declaration);
      const seen: Record<string, number> = {};
      const expected: Record<string, number> = {};
      for (const who of CALLERS) {
        const answer = await world.send(declaration, valid, who);
        seen[nameOf(who)] = answer.status;
        expected[nameOf(who)] = expectedStatus(declaration, who);
        if ([401, 403, 404].includes(answer.status)) expectNoData(answer);
        if (answer.status === 503) expect(answer.text).toContain("audit-unavailable");
      }
      expect(seen).toEqual(expected);
    },
  );
});

const withoutIds = ({ status, body }: Answer) => ({
  status,
  body: { ...(typeof body === "object" ? body : { body }), requestId: "", instance: "" },
});

describe("row 14: another project", () => {
  it.each(OF_A_PROJECT)(
    "%s is as unknown there as in a project that does not exist",
    async (_name, declaration) => {
      const valid = world.request(declaration);
      const callers: Caller[] = [{ person: "everything" }, { key: "read" }];
      for (const who of callers) {
        const foreign = await world.send(declaration, valid, who, { project: "beta" });
        const unknown = await world.send(declaration, valid, who, { project: "nothing-here" });
        expect(foreign.status).toBe(404);
        expect(withoutIds(foreign)).toEqual(withoutIds(unknown));
      }
    },
  );

  /** What a parameter or a field holds: an id of the other project, and one of nobody. */
  const ids = (): Record<string, [string, string]> => ({
    releaseId: [world.facts.other.releaseId, "0123456789"],
    otherId: [world.facts.other.releaseId, "0123456789"],
    release: [world.facts.other.releaseId, "0123456789"],
    requestId: [world.facts.other.requestId, "req_nobody"],
    accountId: [world.facts.other.accountId, `acc_${"0".repeat(22)}`],
    keyId: [world.facts.other.keyId, `key_${"0".repeat(22)}`],
  });

  it.each(OF_A_PROJECT)("%s says the same of its ids as of ids of nobody", async (_name, declaration) => {
    const valid = world.request(declaration);
    for (const [name, [foreignId, randomId]] of Object.entries(ids())) {
      const [foreign, random] = [replaceId(valid, name, foreignId), replaceId(valid, name, randomId)];
      if (foreign === null || random === null) continue;
      const who: Caller = { person: valid.by ?? "everything" };
      const there = withoutIds(await world.send(declaration, foreign, who));
      const nowhere = withoutIds(await world.send(declaration, random, who));
      expect([404, 422]).toContain(there.status);
      expect(JSON.stringify(there).replaceAll(foreignId, "ID")).toEqual(
        JSON.stringify(nowhere).replaceAll(randomId, "ID"),
      );
    }
  });

  it("the requests, members and environments of a list are its own", async () => {
    const lists = WALKED.filter(([name]) => name.startsWith("list"));
    for (const [, declaration] of lists) {
      const answer = await world.send(declaration, world.request(declaration), { person: "everything" });
      const { other } = world.facts;
      for (const id of [other.releaseId, other.requestId, other.accountId, other.keyId, "beta"])
        expect(answer.text).not.toContain(id);
    }
  });
});

/** The request with another id where it has one of this name; null where it has none. */
function replaceId(valid: ValidRequest, name: string, id: string): ValidRequest | null {
  if (valid.params?.[name] !== undefined) return { ...valid, params: { ...valid.params, [name]: id } };
  if (valid.query?.[name] !== undefined) return { ...valid, query: { ...valid.query, [name]: id } };
  if (typeof valid.body === "object" && valid.body !== null && name in valid.body)
    return { ...valid, body: { ...valid.body, [name]: id } };
  return null;
}
