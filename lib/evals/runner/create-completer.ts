import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText } from "ai";
import { AppError } from "../../domain/errors.ts";
import { CallFailure, type Complete, type CompletionCall } from "./completion.ts";
import { parseRetryAfter } from "./parse-retry-after.ts";

export type EndpointOptions = {
  /** Up to and with `/v1`. */
  url: string;
  /** Sent as a bearer token; it is in no message that this file makes. */
  key: string | null;
  fetch: typeof fetch;
  timeoutMs?: number;
  now?: () => number;
};

const TIMEOUT_MS = 120_000;
const MAX_SAID_CHARS = 300;

/** createCompleter asks any endpoint that speaks OpenAI's chat completions, through the Vercel AI SDK, without tools. */
export function createCompleter(options: EndpointOptions): Complete {
  const { url, key, timeoutMs = TIMEOUT_MS, now = Date.now } = options;
  const provider = createOpenAICompatible({
    name: "endpoint",
    baseURL: url.replace(/\/+$/, ""),
    fetch: options.fetch,
    ...(key === null ? {} : { apiKey: key }),
  });
  return async (call) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await ask(provider.chatModel(call.model), call, signal);
    } catch (error) {
      throw failureOf(error, { isLate: signal.aborted, timeoutMs, key, now });
    }
  };
}

type Model = ReturnType<ReturnType<typeof createOpenAICompatible>["chatModel"]>;

async function ask(model: Model, call: CompletionCall, abortSignal: AbortSignal) {
  const answer = await generateText({
    ...{ model, abortSignal, maxRetries: 0, allowSystemInMessages: true },
    ...call.settings,
    messages: call.messages.map(({ role, content }) => ({ role, content })),
  });
  const { inputTokens, outputTokens, totalTokens } = answer.usage;
  return {
    text: answer.text,
    inputTokens: countOf(inputTokens),
    outputTokens: countOf(outputTokens),
    totalTokens: countOf(totalTokens) ?? sumOf(countOf(inputTokens), countOf(outputTokens)),
  };
}

/** No answer takes no tokens, so 0 is what an endpoint writes that does not count; so is anything but a count. */
function countOf(value: number | undefined): number | null {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= 2_147_483_647 ? value : null;
}

function sumOf(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}

type Context = { isLate: boolean; timeoutMs: number; key: string | null; now: () => number };

function failureOf(error: unknown, { isLate, timeoutMs, key, now }: Context): CallFailure {
  if (isLate) {
    return new CallFailure("retry", `The endpoint did not answer within ${timeoutMs / 1000} s.`, {
      mayCost: true,
    });
  }
  const refused = refusalIn(error);
  if (refused !== null) return new CallFailure("hopeless", refused.detail);
  if (!APICallError.isInstance(error) || error.statusCode === undefined) {
    return new CallFailure("retry", "The endpoint could not be reached, or broke the connection.");
  }
  const { statusCode: status, responseHeaders } = error;
  if (status >= 200 && status < 300)
    return new CallFailure("retry", "The endpoint's answer is not a chat completion.", { mayCost: true });
  if (status === 401 || status === 403)
    return new CallFailure("hopeless", `The endpoint answered ${status}: it does not take the key.`);
  const said = saidIn(error, key);
  if (status === 404)
    return new CallFailure("hopeless", `The endpoint answered 404: it has no such address or model.${said}`);
  if (status >= 300 && status < 400)
    return new CallFailure(
      "hopeless",
      `The endpoint answered ${status}: redirects are not followed. Name the address it leads to.`,
    );
  if (status === 429 || status === 408 || status >= 500) {
    const retryAfterMs = parseRetryAfter(responseHeaders?.["retry-after"], now());
    return new CallFailure("retry", `The endpoint answered ${status}.${said}`, { retryAfterMs });
  }
  return new CallFailure("refused", `The endpoint answered ${status}.${said}`);
}

/** An address that may not be called is said as it is; the SDK wraps what its fetch throws. */
function refusalIn(error: unknown, depth = 0): AppError | null {
  if (error instanceof AppError) return error;
  return error instanceof Error && depth < 5 ? refusalIn(error.cause, depth + 1) : null;
}

/** An endpoint's own words help, but it may repeat what it was sent: never the key, nor what looks like one. */
function saidIn(error: APICallError, key: string | null): string {
  const said = error.message.slice(0, 2_000);
  const clean = (key === null || key === "" ? said : said.replaceAll(key, "[key]"))
    .replace(/\b(?:sk|pk|rk|ghp|gho|key|Bearer)[-_ ][A-Za-z0-9_\-.*]{6,}/gi, "[key]")
    .replace(/[^\P{C}\n]/gu, "");
  return clean.trim() === "" ? "" : ` It says: ${clean.slice(0, MAX_SAID_CHARS)}`;
}
