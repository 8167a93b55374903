import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDataPlaneEnv } from "../lib/dataplane/data-plane-env.ts";
import { type DataPlane, startDataPlane } from "../lib/dataplane/start-data-plane.ts";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  SERVER_SECRET,
  startDataPlaneFixture,
} from "../lib/dataplane/testing/data-plane-fixture.ts";
import { assignmentKeyOf } from "../lib/domain/assignments/assignment-key.ts";
import { verifyAssignment } from "../lib/domain/assignments/verify-assignment.ts";
import { createTupeloClient, type TupeloClient, type TupeloClientOptions } from "./create-tupelo-client.ts";

let fixture: DataPlaneFixture;
let folder: string;
const open: TupeloClient[] = [];
const clock = { offset: 0 };

beforeAll(async () => {
  fixture = await startDataPlaneFixture();
  folder = await mkdtemp(path.join(tmpdir(), "tupelo-sdk-"));
});

afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  await fixture.close();
  await rm(folder, { recursive: true });
});

async function connect(options: Partial<TupeloClientOptions> = {}): Promise<TupeloClient> {
  const client = await createTupeloClient({
    ...{ url: fixture.url, key: fixture.keys.gateway, environment: "production" },
    ...options,
  });
  open.push(client);
  return client;
}

describe("a gateway with the SDK", () => {
  it.each([
    ["tenant-42:conversation-9", CONTROL],
    ["tenant-42:conversation-7", CANDIDATE],
    ["tenant-29", CANDIDATE],
    ["tenant-40", CONTROL],
  ])("gives %s the release that OFREP gives it: %s", async (subject, releaseId) => {
    const client = await connect();
    const response = await fetch(`${fixture.url}/ofrep/v1/evaluate/flags/deploybuddy.production`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${fixture.keys.gateway}` },
      body: JSON.stringify({ context: { targetingKey: subject } }),
    });
    const { value, variant } = await response.json();
    for (let asked = 0; asked < 3; asked += 1) {
      const decision = client.decide(subject);
      expect(decision).toMatchObject({ ...value, generation: 1, rollout: 1, isStale: false });
      expect(decision?.releaseId).toBe(releaseId);
    }
    expect(variant).toBe(releaseId);
    await client.close();
  });

  it("hears of a change by the stream, within two seconds and long before the poll", async () => {
    const client = await connect();
    await expect.poll(() => client.status().isStreaming, { timeout: 5_000 }).toBe(true);
    const changed = new Promise<number>((resolve) => client.onChange(() => resolve(Date.now())));
    const startedAt = Date.now();
    await fixture.allocate({ candidate: null, shareBp: 0 });
    expect((await changed) - startedAt).toBeLessThan(2_000);
    expect(client.decide("tenant-42:conversation-7")?.releaseId).toBe(CONTROL);
    await fixture.allocate({ candidate: CANDIDATE, shareBp: 1_000 });
    await expect.poll(() => client.decide("tenant-42:conversation-7")?.releaseId).toBe(CANDIDATE);
    await client.close();
  });

  it("says back which allocation it routes by, and what it has loaded", async () => {
    const client = await connect({ instanceId: "gateway-a" });
    client.markWarm(CANDIDATE);
    client.setReadiness("warming");
    const find = () => fixture.test.db.gatewayInstance.findFirst({ where: { instanceId: "gateway-a" } });
    await expect.poll(find, { timeout: 5_000 }).toMatchObject({
      ...{ environment: "production", generation: client.status().generation },
      ...{ readiness: "warming", warmReleaseIds: [CANDIDATE], sdkVersion: "0.1.0" },
    });
    await client.close();
  });

  it("signs an assignment that the domain verifies, for this project only", async () => {
    const client = await connect({ wallClock: () => 1_775_822_400_000 });
    const decision = client.decide("tenant-42:conversation-7");
    const token =
      decision === null ? "" : (client.signAssignment(decision, "tenant-42:conversation-7") ?? "");
    const keys = [assignmentKeyOf(SERVER_SECRET, "prj_deploybuddy")];
    expect(verifyAssignment(token, "deploybuddy", keys)).toMatchObject({
      ok: true,
      assignment: {
        ...{ environment: "production", releaseId: CANDIDATE, arm: "candidate", rolloutNumber: 1 },
        assignedAt: new Date("2026-04-10T12:00:00Z"),
      },
    });
    expect(verifyAssignment(token, "other", keys)).toMatchObject({ problem: "other-project" });
    expect(token).not.toContain(Buffer.from("tenant-42").toString("base64url").slice(0, 8));
    await client.close();
  });

  it("is not started with a wrong key", async () => {
    await expect(connect({ key: `tpl_00000000_${"a".repeat(43)}` })).rejects.toThrow("401");
    await expect(connect({ key: fixture.keys.readOnly })).rejects.toThrow("403");
  });
});

describe("while the data plane is away", () => {
  it("routes by the last snapshot, gives up the canary after 300 s, and recovers by itself", async () => {
    const start = (port: number): Promise<DataPlane> =>
      startDataPlane(
        parseDataPlaneEnv({ DATABASE_URL: fixture.test.url, DATA_PLANE_PORT: String(port) }),
        pino({ level: "silent" }),
      );
    const first = await start(0);
    const client = await connect({ url: first.url, now: () => performance.now() + clock.offset });
    const armOf = (subject: string) => client.decide(subject)?.arm;
    expect(armOf("tenant-42:conversation-7")).toBe("candidate");

    await first.stop(500);
    expect(armOf("tenant-42:conversation-7")).toBe("candidate");
    const soon = () => expect.poll(() => client.decide("tenant-42:conversation-7"), { timeout: 5_000 });
    clock.offset = 60_000;
    await soon().toMatchObject({ arm: "candidate", isStale: true });
    clock.offset = 301_000;
    await soon().toMatchObject({ arm: "control", isStale: true });
    expect(armOf("tenant-42:conversation-9")).toBe("control");

    const second = await start(Number(new URL(first.url).port));
    await expect.poll(() => client.status().isStale, { timeout: 15_000 }).toBe(false);
    expect(armOf("tenant-42:conversation-7")).toBe("candidate");
    await expect.poll(() => client.status().isStreaming, { timeout: 15_000 }).toBe(true);
    await client.close();
    await second.stop(500);
  });

  it("starts from the file that the last process left, without the key that signs", async () => {
    const snapshotFile = path.join(folder, "snapshot.json");
    const earlier = await connect({ snapshotFile });
    await earlier.close();
    expect((await stat(snapshotFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(snapshotFile, "utf8")).toContain('"assignmentKey":null');

    const away = { url: "http://127.0.0.1:9", snapshotFile };
    const soon = await connect(away);
    expect(soon.decide("tenant-42:conversation-7")?.arm).toBe("candidate");
    const later = await connect({ ...away, wallClock: () => Date.now() + 301_000 });
    expect(later.decide("tenant-42:conversation-7")).toMatchObject({ arm: "control", isStale: true });
    const setBack = await connect({ ...away, wallClock: () => Date.now() - 3_600_000 });
    expect(setBack.decide("tenant-42:conversation-7")).toMatchObject({ arm: "control", isStale: true });
    const decision = soon.decide("tenant-40");
    expect(decision === null ? "" : soon.signAssignment(decision, "tenant-40")).toBeNull();
  });

  it("starts without any snapshot too, and decides nothing", async () => {
    const problems: string[] = [];
    const client = await connect({ url: "http://127.0.0.1:9", onProblem: (text) => problems.push(text) });
    expect([client.decide("a"), client.status().generation]).toEqual([null, null]);
    expect(problems[0]).toContain("could not be confirmed");
  });
});
