import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMlflowRegistry } from "./create-mlflow-registry.ts";

/**
 * A server that answers as MLflow's own description says: mlflow/mlflow, mlflow/protos/model_registry.proto at
 * 05e6cc9b8487945522c87e3f1a9ffc04eb2ecc2d (paths, ModelVersion, ModelVersionTag, RegisteredModelAlias).
 */
let server: Server;
let url = "";
let asked: { path: string; authorization: string | undefined }[] = [];
let script: Record<string, { status: number; body: unknown; headers?: Record<string, string> }> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, authorization: request.headers.authorization });
    const answer = script[path.split("?")[0]?.replace("/api/2.0/mlflow/", "") ?? ""];
    if (answer === undefined) return;
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

const HEX = "ab".repeat(32);
const version = (changes: object = {}) => ({
  model_version: {
    name: "deploy-assistant",
    version: "12",
    creation_timestamp: 1775822400000,
    last_updated_timestamp: 1775822400000,
    current_stage: "None",
    source: "s3://models/12",
    run_id: "f00",
    status: "READY",
    tags: [{ key: "sha256", value: HEX }],
    aliases: ["champion"],
    ...changes,
  },
});
const FIXED = { kind: "version", name: "deploy-assistant", version: "12" } as const;
const ALIAS = { kind: "alias", name: "deploy-assistant", alias: "champion" } as const;
const late: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: AbortSignal.timeout(100), redirect: "error" });
const registry = () => createMlflowRegistry({ trackingUri: `${url}/`, token: "s3cret", fetch: late });

describe("createMlflowRegistry", () => {
  test("reads a version with its digest and aliases, and sends the token", async () => {
    script = { "model-versions/get": { status: 200, body: version() } };
    expect(await registry().findModel(FIXED)).toEqual({
      kind: "found",
      version: "12",
      digest: HEX,
      isReady: true,
      aliases: ["champion"],
    });
    const path = "/api/2.0/mlflow/model-versions/get?name=deploy-assistant&version=12";
    expect(asked).toEqual([{ path, authorization: "Bearer s3cret" }]);
  });

  test("reads what an alias names now", async () => {
    script = { "registered-models/alias": { status: 200, body: version({ version: "13" }) } };
    expect(await registry().findModel(ALIAS)).toMatchObject({ kind: "found", version: "13" });
    expect(asked[0]?.path).toBe(
      "/api/2.0/mlflow/registered-models/alias?name=deploy-assistant&alias=champion",
    );
  });

  test.each([
    ["no tags", { tags: undefined }, { digest: null }],
    [
      "our own tag first",
      {
        tags: [
          { key: "sha256", value: "a" },
          { key: "tupelo.sha256", value: "b" },
        ],
      },
      { digest: "b" },
    ],
    ["a version that is pending", { status: "PENDING_REGISTRATION" }, { isReady: false }],
    ["no aliases", { aliases: undefined }, { aliases: [] }],
  ])("reads %s", async (_name, changes, expected) => {
    script = { "model-versions/get": { status: 200, body: version(changes) } };
    expect(await registry().findModel(FIXED)).toMatchObject({ kind: "found", ...expected });
  });

  test("says which aliases there are when the one named is missing", async () => {
    const registered_model = { name: "deploy-assistant", aliases: [{ alias: "prod", version: "11" }] };
    const message = "Registered model alias champion not found.";
    script = {
      "registered-models/alias": { status: 400, body: { error_code: "INVALID_PARAMETER_VALUE", message } },
      "registered-models/get": { status: 200, body: { registered_model } },
    };
    const sentence = `The model registry does not know it: ${message} Its aliases are prod (version 11).`;
    expect(await registry().findModel(ALIAS)).toEqual({ kind: "missing", sentence });
  });

  test.each([
    ["a missing version", 404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "not found" }, "missing"],
    ["a 404 that is not MLflow's", 404, "<html>", "unreachable"],
    ["an error", 500, { error_code: "INTERNAL_ERROR", message: "x" }, "unreachable"],
    ["a refused token", 401, "", "unreachable"],
    ["HTML with status 200", 200, "<html><body>Sign in</body></html>", "unreachable"],
    ["another model", 200, version({ name: "other" }), "unreachable"],
    ["another version", 200, version({ version: "13" }), "unreachable"],
    ["an empty object", 200, {}, "unreachable"],
    ["tags of another shape", 200, version({ tags: { sha256: HEX } }), "unreachable"],
  ])("takes %s for what it is", async (_name, status, body, kind) => {
    script = { "model-versions/get": { status, body } };
    const answer = await registry().findModel(FIXED);
    expect(answer.kind).toBe(kind);
    expect(JSON.stringify(answer)).not.toContain("s3cret");
  });

  test("does not follow a redirect", async () => {
    script = {
      "model-versions/get": { status: 302, body: "", headers: { location: "/api/2.0/mlflow/elsewhere" } },
    };
    expect((await registry().findModel(FIXED)).kind).toBe("unreachable");
    expect(asked).toHaveLength(1);
  });

  test("gives up on a server that never answers", async () => {
    script = {};
    const sentence = "The model registry did not answer in time.";
    expect(await registry().findModel(FIXED)).toEqual({ kind: "unreachable", sentence });
  });
});
