import { randomUUID } from "node:crypto";
import { createDemoGateway } from "./gateway.ts";

/** A question per line on standard input is answered; everything else comes from the environment. */
const { TUPELO_DATA_PLANE_URL = "http://127.0.0.1:4318", TUPELO_API_KEY = "" } = process.env;
const { TUPELO_PROJECT = "deploybuddy", TUPELO_ENVIRONMENT = "production", REGION = "us-west" } = process.env;

if (TUPELO_API_KEY === "") {
  console.error("Set TUPELO_API_KEY to a key with the scopes flags:evaluate and traces:write.");
  process.exit(1);
}

const gateway = await createDemoGateway({
  dataPlaneUrl: TUPELO_DATA_PLANE_URL,
  apiKey: TUPELO_API_KEY,
  project: TUPELO_PROJECT,
  environment: TUPELO_ENVIRONMENT,
});

process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) {
  for (const question of String(chunk).split("\n").filter(Boolean)) {
    const requestId = `req_${randomUUID()}`;
    console.log(
      await gateway.answer({ requestId, subject: `stdin:${process.ppid}`, region: REGION, question }),
    );
  }
}
await gateway.close();
