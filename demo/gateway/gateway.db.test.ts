import { afterAll, beforeAll, expect, it } from "vitest";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  startDataPlaneFixture,
} from "../../lib/dataplane/testing/data-plane-fixture.ts";
import { findRequest } from "../../lib/db/traces/find-request.ts";
import { createDemoGateway } from "./gateway.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
let fixture: DataPlaneFixture;
beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(() => fixture.close());

it("the reference gateway routes stickily, answers deterministically, and its requests are found again", async () => {
  const gateway = await createDemoGateway({
    ...{ dataPlaneUrl: fixture.url, apiKey: fixture.keys.gateway },
    ...{ project: "deploybuddy", environment: "production" },
    promptDigestOf: () => DIGEST,
  });
  const question = { requestId: "req_8a2", region: "us-west", question: "When will our deploy be through?" };
  const featureReads = [
    {
      ...{ ref: "releases@5", fingerprint: "660645c4", entity: "user-1187" },
      ...{ eventTimestamp: new Date("2026-04-09T09:00:00Z"), values: { recent_failure_count: 4 } },
    },
  ];
  const first = await gateway.answer({ ...question, subject: "tenant-42:conversation-7", featureReads });
  const again = await gateway.answer({
    ...question,
    requestId: "req_8a3",
    subject: "tenant-42:conversation-7",
  });
  const control = await gateway.answer({
    ...question,
    requestId: "req_8a4",
    subject: "tenant-42:conversation-9",
  });
  await gateway.close();
  expect([first.releaseId, first.arm, control.releaseId]).toEqual([CANDIDATE, "candidate", CONTROL]);
  expect(again.text).toBe(first.text);
  const record = await findRequest(fixture.pool, "prj_deploybuddy", "req_8a2");
  expect(record?.calls[0]).toMatchObject({
    releaseId: CANDIDATE,
    arm: "candidate",
    environment: "production",
    model: "lora@1.9",
  });
  const { rows } = await fixture.pool.query(
    "SELECT DISTINCT prompt_digest, service_name FROM traces.inference_call WHERE request_id LIKE 'req_8a_'",
  );
  expect(rows).toEqual([{ prompt_digest: DIGEST, service_name: "demo-gateway" }]);
  expect(record?.calls[0]?.ttftMs).not.toBeNull();
  expect(record?.featureReads[0]?.values).toEqual({ recent_failure_count: 4 });
});
