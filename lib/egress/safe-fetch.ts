import { lookup as dnsLookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { checkEgressAddresses, checkEgressUrl } from "../domain/egress/check-egress-url.ts";
import { type AllowedHost, plainHost } from "../domain/egress/egress-allow.ts";
import { isAddress } from "../domain/egress/is-public-address.ts";
import { AppError } from "../domain/errors.ts";
import { answerBody } from "./answer-body.ts";

/** Where a name leads to; the system's resolver unless a test says otherwise. */
export type Lookup = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

export type SafeFetchOptions = {
  allow: readonly AllowedHost[];
  lookup?: Lookup;
  /** For the whole call, its answer included. */
  timeoutMs?: number;
  maxAnswerBytes?: number;
  /** A certificate to trust besides the usual ones, for servers of a private network. */
  ca?: string;
};

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

const systemLookup: Lookup = (hostname) => dnsLookup(hostname, { all: true, verbatim: true });

/**
 * createSafeFetch makes a `fetch` for addresses that people or configuration name: https to the open Internet, or
 * what EGRESS_ALLOW lists. A name is resolved once and the connection goes to exactly the addresses that were
 * checked, so that a name server cannot change its answer in between. Redirects are not followed. A refused address
 * and an answer that is too large are `egress-refused`; a broken connection is a TypeError, as fetch has it; lateness
 * is a TimeoutError. The body streams.
 */
export function createSafeFetch(options: SafeFetchOptions): typeof fetch {
  const { allow, lookup = systemLookup, timeoutMs = TIMEOUT_MS, maxAnswerBytes = MAX_ANSWER_BYTES } = options;
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    refuse(checkEgressUrl(address, allow));
    const request = new Request(input, init);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    signal.throwIfAborted();
    const addresses = await resolve(new URL(address), lookup, signal);
    refuse(
      checkEgressAddresses(
        address,
        addresses.map((entry) => entry.address),
        allow,
      ),
    );
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
    const answer = await send(request, body, addresses, signal, options.ca);
    return toResponse(answer, maxAnswerBytes, signal);
  };
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new AppError("egress-refused", problem);
}

type Addresses = readonly { address: string; family: number }[];

async function resolve(url: URL, lookup: Lookup, signal: AbortSignal): Promise<Addresses> {
  const host = plainHost(url.hostname);
  if (isAddress(host)) return [{ address: host, family: host.includes(":") ? 6 : 4 }];
  try {
    return await Promise.race([lookup(host), aborted(signal)]);
  } catch (cause) {
    signal.throwIfAborted();
    throw new TypeError("fetch failed", { cause });
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function send(
  request: Request,
  body: Buffer | null,
  addresses: Addresses,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<IncomingMessage> {
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  // What is compressed could be larger than what was counted, so nothing compressed is asked for.
  headers["accept-encoding"] = "identity";
  if (body !== null) headers["content-length"] = String(body.length);
  const settings: RequestOptions & { ca?: string } = {
    method: request.method,
    headers,
    signal,
    agent: false,
    lookup: pinned(addresses),
    ...(ca === undefined ? {} : { ca }),
  };
  return new Promise((done, fail) => {
    const call = (url.protocol === "http:" ? httpRequest : httpsRequest)(url, settings, done);
    call.on("error", (cause) => {
      fail(signal.aborted ? signal.reason : new TypeError("fetch failed", { cause }));
    });
    call.end(body ?? undefined);
  });
}

/** pinned answers node's question for the host's address with what was checked, whatever the name server says now. */
function pinned(addresses: Addresses): RequestOptions["lookup"] {
  return (_hostname, settings, answer) => {
    const [first] = addresses;
    if (settings.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? "", first?.family);
  };
}

const WITHOUT_BODY = new Set([204, 205, 304]);

function toResponse(answer: IncomingMessage, maxBytes: number, signal: AbortSignal): Response {
  const status = answer.statusCode ?? 0;
  const problem = answerProblem(answer, status, maxBytes);
  if (problem !== null) {
    answer.destroy();
    throw new AppError("egress-refused", problem);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const isEmpty = WITHOUT_BODY.has(status);
  if (isEmpty) answer.resume();
  return new Response(isEmpty ? null : answerBody(answer, maxBytes, signal), {
    status,
    statusText: answer.statusMessage ?? "",
    headers,
  });
}

function answerProblem(answer: IncomingMessage, status: number, maxBytes: number): string | null {
  if (status >= 300 && status < 400 && status !== 304) {
    return "The server answered with a redirect, which is not followed; use the address it leads to.";
  }
  if (status < 200 || status > 599) return `The server answered with status ${status}, which means nothing.`;
  const encoding = answer.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") return `The server answered with ${encoding}, which was not asked for.`;
  if (Number(answer.headers["content-length"] ?? 0) > maxBytes) return tooLarge(maxBytes);
  return null;
}

function tooLarge(maxBytes: number): string {
  return `The answer is larger than ${maxBytes} bytes.`;
}
