import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";

export type LocalEndpoint = { url: string; close: () => Promise<void> };

/** startLocalEndpoint stands for a model without a network: an OpenAI-compatible endpoint on a free port. */
export async function startLocalEndpoint(port = 0): Promise<LocalEndpoint> {
  const server = createServer(async (request, response) => {
    const answer = answerChat(await readText(request), String(request.headers["x-request-id"] ?? ""));
    response.writeHead(answer === null ? 400 : 200, { "content-type": "application/json" });
    response.end(
      JSON.stringify(answer ?? { error: { message: "This is no chat completion.", type: "invalid" } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the endpoint does not listen");
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, close };
}

/**
 * answerChat answers the same messages to the same model always alike; another model or prompt answers otherwise, and
 * each request has an id of its own. Tokens are counted as words. Where tools are offered and the last message asks for a restart, one is called.
 */
export function answerChat(text: string, requestId: string): Record<string, unknown> | null {
  const request = parse(text);
  if (request === null || !Array.isArray(request.messages)) return null;
  const digest = createHash("sha256")
    .update(`${request.model}\n${JSON.stringify(request.messages)}`)
    .digest();
  const content = `The queue holds about ${5 + (digest.readUInt8(1) % 40)} minutes. There were ${digest.readUInt8(0) % 9} recent failures, so expect your deploy after that.`;
  const words = (value: string) => value.split(/\s+/).filter(Boolean).length;
  const inputTokens = 300 + words(JSON.stringify(request.messages));
  const isCall = Array.isArray(request.tools) && /\brestart\b/i.test(JSON.stringify(request.messages.at(-1)));
  const call = { id: "call_1", type: "function", function: { name: "restart_queue", arguments: "{}" } };
  const id = createHash("sha256").update(digest).update(requestId).digest("hex");
  return {
    id: `chatcmpl-${id.slice(0, 24)}`,
    ...{ object: "chat.completion", created: 0, model: request.model },
    choices: [
      {
        ...{ index: 0, finish_reason: isCall ? "tool_calls" : "stop" },
        message: { role: "assistant", content, ...(isCall ? { tool_calls: [call] } : {}) },
      },
    ],
    usage: {
      ...{ prompt_tokens: inputTokens, completion_tokens: words(content) },
      total_tokens: inputTokens + words(content),
    },
  };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
