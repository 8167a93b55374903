import { createDemoGateway } from "./gateway/gateway.ts";
import { QUESTIONS } from "./send-traffic.ts";
import { startDemoPlane } from "./start-demo-plane.ts";

const REQUEST_COUNT = 80;
const EVERY_MS = 40_000;

/**
 * sendCanaryTraffic lets a gateway in Europe answer the questions of the hour before `at`, while the canary is open:
 * the data plane says which of them the candidate answers.
 */
export async function sendCanaryTraffic(input: {
  databaseUrl: string;
  apiKey: string;
  at: Date;
}): Promise<void> {
  const plane = await startDemoPlane(input.databaseUrl);
  const gateway = await createDemoGateway({
    ...{ dataPlaneUrl: plane.url, apiKey: input.apiKey, project: "deploybuddy" },
    ...{ environment: "production-eu", serviceName: "demo-gateway-eu" },
  });
  try {
    for (let index = 0; index < REQUEST_COUNT; index += 1) {
      await gateway.answer({
        requestId: `req_demo_eu_${String(index + 1).padStart(3, "0")}`,
        subject: `tenant-${index % 40}:conversation-${index}`,
        region: "eu-central",
        question: QUESTIONS[index % QUESTIONS.length] ?? "",
        askedAt: new Date(input.at.getTime() - (REQUEST_COUNT - index) * EVERY_MS),
      });
    }
    await gateway.flush();
  } finally {
    await gateway.close();
    await plane.stop(2_000);
  }
}
