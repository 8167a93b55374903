/** What one call to an OpenAI-compatible endpoint brought. */
export type ModelReply = {
  /** The endpoint's own status, type and bytes; null where there was no answer at all. */
  http: { status: number; contentType: string; body: Uint8Array<ArrayBuffer> } | null;
  /** What was wrong, in a word for traces: `timeout`, `unreachable`, or the status. */
  error: string | null;
  text: string;
  responseId: string | null;
  inputTokens: number;
  outputTokens: number;
  startedAt: Date;
  firstChunkMs: number;
  latencyMs: number;
};

export type ModelCall = { url: string; apiKey: string | null; timeoutMs: number; requestId: string };

/** callModel posts a chat completion and reads its figures. It never throws: a failed call is a reply with an error. */
export async function callModel(call: ModelCall, request: Record<string, unknown>): Promise<ModelReply> {
  const startedAt = new Date();
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  const none = { text: "", responseId: null, inputTokens: 0, outputTokens: 0, startedAt };
  try {
    const response = await fetch(`${call.url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/json", "x-request-id": call.requestId },
        ...(call.apiKey === null ? {} : { authorization: `Bearer ${call.apiKey}` }),
      },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(call.timeoutMs),
    });
    const firstChunkMs = elapsed();
    const body = new Uint8Array(await response.arrayBuffer());
    const contentType = response.headers.get("content-type") ?? "application/json";
    return {
      ...{ ...none, ...readCompletion(body), firstChunkMs, latencyMs: elapsed() },
      http: { status: response.status, contentType, body },
      error: response.ok ? null : String(response.status),
    };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    const latencyMs = elapsed();
    return {
      ...none,
      http: null,
      error: isTimeout ? "timeout" : "unreachable",
      firstChunkMs: latencyMs,
      latencyMs,
    };
  }
}

type Completion = Pick<ModelReply, "text" | "responseId" | "inputTokens" | "outputTokens">;

function readCompletion(body: Uint8Array): Partial<Completion> {
  const root = parse(body);
  const [choice] = Array.isArray(root.choices) ? root.choices : [];
  const message = recordOf(recordOf(choice).message);
  const usage = recordOf(root.usage);
  return {
    text: typeof message.content === "string" ? message.content : "",
    responseId: typeof root.id === "string" ? root.id : null,
    inputTokens: Number(usage.prompt_tokens ?? 0),
    outputTokens: Number(usage.completion_tokens ?? 0),
  };
}

function parse(body: Uint8Array): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return {};
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
