import { createDemoGateway } from "./gateway.ts";
import { serveGateway } from "./serve-http.ts";

/** An OpenAI-compatible gateway; everything it needs to know comes from the environment. */
const { TUPELO_DATA_PLANE_URL = "http://127.0.0.1:4318", TUPELO_API_KEY = "" } = process.env;
const { TUPELO_PROJECT = "deploybuddy", TUPELO_ENVIRONMENT = "production", REGION = "us-west" } = process.env;
const { GATEWAY_PORT = "8787", ROUTE_BY = "sdk", OPENAI_BASE_URL, OPENAI_API_KEY } = process.env;

if (TUPELO_API_KEY === "") {
  console.error("Set TUPELO_API_KEY to a key with the scopes flags:evaluate and traces:write.");
  process.exit(1);
}

const gateway = await createDemoGateway({
  ...{ dataPlaneUrl: TUPELO_DATA_PLANE_URL, apiKey: TUPELO_API_KEY },
  ...{ project: TUPELO_PROJECT, environment: TUPELO_ENVIRONMENT },
  ...{ endpointUrl: OPENAI_BASE_URL, endpointKey: OPENAI_API_KEY },
  routeBy: ROUTE_BY === "ofrep" ? "ofrep" : "sdk",
});
const served = await serveGateway(gateway, Number(GATEWAY_PORT), REGION);
console.log(`The gateway listens at ${served.url}/v1/chat/completions`);

let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, async () => {
    if (isStopping) return;
    isStopping = true;
    await served.close();
    await gateway.close();
    process.exit(0);
  });
}
