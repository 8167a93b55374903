import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedArtifactVersion } from "../../db/testing/seed-artifact-version.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { createTracePool } from "../../db/traces/trace-pool.ts";
import { digestOf } from "../../domain/digest.ts";
import type { RegistryAnswer } from "../../domain/models/compare-model.ts";
import type { ModelRegistry } from "../../registries/model-registry.ts";
import { testContext } from "../testing/test-context.ts";
import { checkModel } from "./check-model.ts";
import { getModelChecks } from "./get-model-checks.ts";
import { listUnregisteredPrompts } from "./list-unregistered-prompts.ts";

const HEX = "1".repeat(64);
let test: TestDatabase;
let pool: pg.Pool;
let own: SeededProject;
let other: SeededProject;

beforeAll(async () => {
  test = await createTestDatabase();
  pool = createTracePool(test.url, () => {});
  own = await seedProject(test.db);
  other = await seedProject(test.db, { slug: "elsewhere" });
  const model = (version: string, text: string) =>
    seedArtifactVersion(test.db, {
      ...{ projectId: own.project.id, kind: "model", name: "lora", version },
      files: { [`models/lora@${version}.yaml`]: text },
    });
  await model("1", `registryUri: models:/m@champion\nsha256: ${HEX}\n`);
  await model("2", "base: llama\n");
});
afterAll(async () => {
  await pool.end();
  await test.drop();
});

const found = (version: string, digest: string | null): RegistryAnswer => ({
  ...{ kind: "found", version, digest, isReady: true, aliases: ["champion"] },
});
const answering = (answer: RegistryAnswer): ModelRegistry => ({ findModel: async () => answer });
const author = () => testContext(test.db, own.principals.author);
const params = (version = "1") => ({ params: { project: "deploybuddy", name: "lora", version } });

describe("checkModel", () => {
  it("keeps each answer, and tells an alias that moved from a digest that differs", async () => {
    const first = await checkModel(author(), params(), answering(found("12", HEX)));
    expect(first).toMatchObject({ verdict: "agrees", registryVersion: "12", aliases: ["champion"] });
    const moved = await checkModel(author(), params(), answering(found("13", "2".repeat(64))));
    expect(moved.verdict).toBe("differs");
    expect(moved.sentences).toHaveLength(2);
    const away = { kind: "unreachable", sentence: "The model registry cannot be reached." } as const;
    expect((await checkModel(author(), params(), answering(away))).verdict).toBe("unreachable");
    const { items, refusal } = await getModelChecks(author(), params(), answering(away));
    expect(items.map((item) => item.verdict)).toHaveLength(3);
    expect(refusal).toBeNull();
    const events = await test.db.auditEvent.findMany({
      where: { action: "model.checked" },
      orderBy: { seq: "asc" },
    });
    expect(events.map((event) => event.resourceId)).toEqual(["lora@1", "lora@1", "lora@1"]);
    await expect(test.db.modelCheck.deleteMany()).rejects.toThrow();
  });

  it("asks nobody where git names no place in the registry", async () => {
    const registry: ModelRegistry = { findModel: () => Promise.reject(new Error("was asked")) };
    expect(await checkModel(author(), params("2"), registry)).toMatchObject({ verdict: "unknown" });
  });

  it("is not configured without a server, and says so where the button is", async () => {
    await expect(checkModel(author(), params(), null)).rejects.toMatchObject({ code: "not-configured" });
    expect((await getModelChecks(author(), params(), null)).refusal).toContain("MLFLOW_TRACKING_URI");
  });

  it("is for authors, reviewers and operators of the project", async () => {
    const registry = answering(found("12", HEX));
    const viewer = testContext(test.db, own.principals.viewer);
    await expect(checkModel(viewer, params(), registry)).rejects.toMatchObject({ code: "forbidden" });
    expect((await getModelChecks(viewer, params(), registry)).refusal).toContain("author");
    const stranger = testContext(test.db, other.principals.author);
    await expect(checkModel(stranger, params(), registry)).rejects.toMatchObject({ code: "not-found" });
    await expect(checkModel(author(), params("9"), registry)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("listUnregisteredPrompts", () => {
  const list = (days = 7) =>
    listUnregisteredPrompts(author(), { params: { project: "deploybuddy" }, query: { days } });
  let span = 0;
  const call = (
    projectId: string,
    digest: string | null,
    service: string,
    hoursAgo: number,
    request: string,
  ) => {
    span += 1;
    return pool.query(
      `INSERT INTO traces.inference_call (project_id, request_id, started_at, span_id, trace_id, span_name, is_inference,
        latency_ms, status, attributes, received_at, key_id, prompt_digest, prompt_name, service_name)
       VALUES ($1, $2, $3, $4, 't', 'chat', true, 1, 'ok', '{}', $3, 'key_1', $5, 'answer', $6)`,
      [projectId, request, new Date(SEEDED_AT.getTime() - hoursAgo * 3_600_000), `s${span}`, digest, service],
    );
  };

  it("knows nothing before anything was reported", async () => {
    expect(await list()).toEqual({ days: 7, hasReports: false, items: [], isCut: false });
  });

  it("groups by digest, name and service what no prompt version has, newest first", async () => {
    const projectId = own.project.id;
    const text = "You answer about deploys.";
    const { digest } = await seedArtifactVersion(test.db, {
      ...{ projectId, kind: "prompt", name: "support", version: "1", files: { "p.md": text } },
    });
    await seedArtifactVersion(test.db, {
      ...{
        projectId: other.project.id,
        kind: "prompt",
        name: "x",
        version: "1",
        files: { "x.md": "elsewhere" },
      },
    });
    await call(projectId, digestOf(text), "gateway", 1, "known_by_content");
    await call(projectId, digest, "gateway", 1, "known_by_version");
    await call(projectId, null, "gateway", 1, "silent");
    await call(projectId, digestOf("elsewhere"), "bot", 5, "req_old");
    await call(projectId, digestOf("elsewhere"), "bot", 2, "req_new");
    await call(projectId, digestOf("elsewhere"), "cron", 1, "req_cron");
    await call(projectId, digestOf("long ago"), "bot", 24 * 8, "req_long_ago");
    await call(other.project.id, digestOf("theirs"), "bot", 1, "req_theirs");
    const answer = await list();
    expect(answer).toMatchObject({ hasReports: true, isCut: false });
    expect(answer.items.map((item) => [item.serviceName, item.callCount, item.newestRequestId])).toEqual([
      ["cron", 1, "req_cron"],
      ["bot", 2, "req_new"],
    ]);
    expect(answer.items[1]).toMatchObject({ digest: digestOf("elsewhere"), promptName: "answer" });
    expect((await list(30)).items).toHaveLength(3);
  });

  it("lists at most 100 groups and says that there are more", async () => {
    for (let index = 0; index < 101; index += 1)
      await call(own.project.id, digestOf(`one of many ${index}`), "bot", 3, `req_many_${index}`);
    const answer = await list();
    expect([answer.items.length, answer.isCut]).toEqual([100, true]);
  });
});
