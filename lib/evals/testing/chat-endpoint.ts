import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});
export type ChatRequest = z.output<typeof chatRequest>;

/** What the endpoint does with a request. `usage: null` leaves the tokens out. */
export type ChatReply =
  | { text: string; usage?: { prompt_tokens: number; completion_tokens: number } | null; afterMs?: number }
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | { broken: true };

export type ChatEndpoint = {
  url: string;
  /** Every request that came, in order. */
  requests: (ChatRequest & { authorization: string | undefined })[];
  /** How often a text was asked for: the last message of each answered request. */
  answered: string[];
  close: () => Promise<void>;
};

/** startChatEndpoint is an endpoint that speaks OpenAI's chat completions on this machine, answering by a function of the request and its number. */
export async function startChatEndpoint(
  reply: (request: ChatRequest, count: number) => ChatReply | Promise<ChatReply>,
): Promise<ChatEndpoint> {
  const requests: ChatEndpoint["requests"] = [];
  const answered: string[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = chatRequest.parse(JSON.parse(await readText(request)));
    requests.push({ ...asked, authorization: request.headers.authorization });
    const answer = await reply(asked, requests.length);
    if ("broken" in answer) {
      response.destroy();
      return;
    }
    if ("status" in answer) {
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      response.end(JSON.stringify(answer.body ?? { error: { message: "no" } }));
      return;
    }
    if (answer.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.afterMs));
    answered.push(String(asked.messages.at(-1)?.content));
    const usage = answer.usage === undefined ? { prompt_tokens: 100, completion_tokens: 20 } : answer.usage;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        ...{ id: `chat-${requests.length}`, object: "chat.completion", created: 1, model: asked.model },
        choices: [{ index: 0, message: { role: "assistant", content: answer.text }, finish_reason: "stop" }],
        ...(usage === null
          ? {}
          : { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } }),
      }),
    );
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    answered,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
