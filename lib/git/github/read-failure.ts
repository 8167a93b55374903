import { RequestError } from "octokit";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { LimitAnswer } from "./asked-wait.ts";
import type { RequestFailure } from "./unavailable-sentence.ts";

/** An answer that is no success, as GitHub gave it. */
export type RefusedAnswer = LimitAnswer;

const BROKEN_TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;
const said = z.object({ message: z.string() });
const coded = z.object({ code: z.string() });

/** refusedAnswer reads what GitHub answered out of Octokit's error; null where there was no answer. */
export function refusedAnswer(error: unknown): RefusedAnswer | null {
  if (!(error instanceof RequestError) || error.response === undefined) return null;
  const { status, response } = error;
  const body = said.safeParse(response.data);
  return {
    status,
    headers: textHeaders(response.headers),
    message: body.success ? body.data.message.slice(0, 500) : "",
  };
}

/** textHeaders are an answer's headers as text. */
export function textHeaders(
  headers: Readonly<Record<string, string | number | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}

/** failureOf names what kept a request from being answered at all; null where it is an error of our own. */
export function failureOf(
  error: unknown,
  { timeoutMs, isApp }: { timeoutMs: number; isApp: boolean },
): RequestFailure | null {
  const chain = causesOf(error);
  const refusal = chain.find((one) => one instanceof AppError);
  if (refusal !== undefined) return { kind: "refused_here", detail: refusal.detail };
  if (chain.some((one) => isNamed(one, "TimeoutError") || isNamed(one, "AbortError")))
    return { kind: "late", seconds: Math.ceil(timeoutMs / 1_000) };
  const codes = chain.flatMap((one) => coded.safeParse(one).data?.code ?? []);
  if (codes.some((code) => BROKEN_TLS.test(code))) return { kind: "broken_tls" };
  if (chain.some((one) => one instanceof RequestError || isBrokenConnection(one)))
    return { kind: "unreachable" };
  // What is left comes from signing as an App.
  return isApp ? { kind: "bad_credentials" } : null;
}

function isBrokenConnection(error: unknown): boolean {
  return error instanceof TypeError && /fetch failed|terminated|network/i.test(error.message);
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && chain.length < 10; ) {
    chain.push(one);
    one = one instanceof Error ? one.cause : undefined;
  }
  return chain;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
