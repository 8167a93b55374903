import { randomBytes } from "node:crypto";

const BATCH = 40;
const RETRY_MS = 50;
/** What an exporter gives up after; the test ends long before. */
const ATTEMPT_TIMEOUT_MS = 15_000;

/** Exporters that send batches and send each again until it is acknowledged. */
export type ExporterLoad = {
  /** Request ids of which the sender holds a 200. */
  acknowledged: Set<string>;
  /** Stops making batches, and waits until those on their way are acknowledged. */
  finish: () => Promise<void>;
};

/** startExporterLoad runs some exporters at once. Every fifth batch is sent twice though it was acknowledged. */
export function startExporterLoad(url: string, key: string, exporters = 6): ExporterLoad {
  const acknowledged = new Set<string>();
  const load = randomBytes(4).toString("hex");
  let isFinishing = false;
  const run = async (name: number) => {
    for (let batch = 0; !isFinishing; batch += 1) {
      const ids = Array.from({ length: BATCH }, (_, index) => `req_${load}_${name}_${batch}_${index}`);
      const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: ids.map(toSpan) }] }] });
      await sendUntilAcknowledged(url, key, body);
      for (const id of ids) acknowledged.add(id);
      if (batch % 5 === 0) await sendUntilAcknowledged(url, key, body);
    }
  };
  const running = Promise.all(Array.from({ length: exporters }, (_, name) => run(name)));
  return {
    acknowledged,
    finish: async () => {
      isFinishing = true;
      await running;
    },
  };
}

function toSpan(requestId: string) {
  const now = Date.now();
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  return {
    ...{ traceId: randomBytes(16).toString("hex"), spanId: randomBytes(8).toString("hex"), name: "chat" },
    ...{ startTimeUnixNano: `${now - 20}000000`, endTimeUnixNano: `${now}000000` },
    attributes: [
      ...[text("request.id", requestId), text("gen_ai.operation.name", "chat")],
      text("deployment.environment.name", "production"),
    ],
    events: [
      {
        name: "gen_ai.evaluation.result",
        timeUnixNano: `${now}000000`,
        attributes: [
          text("gen_ai.evaluation.name", "groundedness"),
          { key: "gen_ai.evaluation.score.value", value: { doubleValue: 0.5 } },
        ],
      },
    ],
  };
}

async function sendUntilAcknowledged(url: string, key: string, body: string): Promise<void> {
  for (;;) {
    const status = await fetch(`${url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
      body,
    }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    // 0: the connection broke, and nobody knows what became of the batch. 503: it is to come again.
    if (status !== 0 && status !== 503 && status !== 429) throw new Error(`an exporter got ${status}`);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
