import type { Octokit } from "octokit";
import type { z } from "zod";
import type { RepositoryAddress } from "../../domain/gitops/parse-repository-address.ts";
import { GitUnavailable } from "../git-host.ts";
import { askedWait, isLimit } from "./asked-wait.ts";
import type { GithubConnection } from "./github-connection.ts";
import { readAnswerBytes } from "./read-answer-bytes.ts";
import { failureOf, type RefusedAnswer, refusedAnswer, textHeaders } from "./read-failure.ts";
import { type RequestFailure, unavailableSentence } from "./unavailable-sentence.ts";

/** One request: a route of GitHub's API, as its documentation writes it; owner and repository are filled in. */
export type GithubRequest = {
  route: string;
  params?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
  /** What it is for, after "to" and before "of the repository". */
  action: string;
  /** Statuses that are answers; every other one that is no success throws GitUnavailable. */
  allow?: readonly number[];
  /** The answer is cut there. */
  maxBytes?: number;
};

/** What GitHub answered; `message` is what it said about a status that is no success. */
export type GithubAnswer = {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
  isCut: boolean;
  message: string;
};

export type GithubClient = {
  repository: string;
  connection: GithubConnection;
  address: RepositoryAddress;
  send: (request: GithubRequest) => Promise<GithubAnswer>;
  /** Throws GitUnavailable with a sentence. */
  fail: (failure: RequestFailure) => never;
  /** Reads the body of an answer as what it has to be. */
  parse: <T>(schema: z.ZodType<T>, answer: GithubAnswer, action: string) => T;
};

const API_VERSION = "2022-11-28";
/** A tree of 100,000 files, GitHub's largest answer here, has less. */
const MAX_JSON_BYTES = 48 * 1024 * 1024;

/** createGithubClient sends the requests of one repository. No secret is in what it throws. */
export function createGithubClient(connection: GithubConnection, address: RepositoryAddress): GithubClient {
  const repository = `${address.owner}/${address.name}`;
  const fail = (failure: RequestFailure, retryAfterSeconds: number | null = null, cause?: string): never => {
    throw new GitUnavailable(unavailableSentence(repository, failure), { retryAfterSeconds, cause });
  };
  const send = async (request: GithubRequest): Promise<GithubAnswer> => {
    const isRead = request.route.startsWith("GET ");
    return (isRead ? connection.reading : connection.writing)(async () => {
      const left = connection.gate.secondsLeft();
      if (left !== null) return fail({ kind: "limited", seconds: left }, left);
      try {
        const octokit = await connection.octokitOf(address);
        const answer = await exchange(octokit, connection, address, request);
        if (answer.status < 300) return answer;
        return fail({ kind: "answered", status: answer.status, action: request.action });
      } catch (error) {
        const refused = refusedAnswer(error);
        if (refused !== null) return judge(refused, request);
        const failure = failureOf(error, connection);
        if (failure === null) throw error;
        return fail(failure);
      }
    });
  };
  const judge = (refused: RefusedAnswer, { allow = [], action }: GithubRequest): GithubAnswer => {
    const { status, headers, message } = refused;
    const wait = isLimit(refused) || status >= 500 ? askedWait(refused, connection.clock.nowMs()) : null;
    if (wait !== null) connection.gate.close(wait);
    if (wait !== null && isLimit(refused)) return fail({ kind: "limited", seconds: wait }, wait, message);
    if (allow.includes(status)) return { status, headers, message, body: new Uint8Array(), isCut: false };
    if (status === 401 || status === 404) connection.forget(address);
    return fail({ kind: "answered", status, action }, wait, message);
  };
  return {
    ...{ repository, connection, address, send, fail },
    parse: (schema, answer, action) => {
      const parsed = schema.safeParse(answer.isCut ? undefined : parseJson(answer.body));
      return parsed.success ? parsed.data : fail({ kind: "not_as_promised", action });
    },
  };
}

async function exchange(
  octokit: Octokit,
  { timeoutMs }: GithubConnection,
  { owner, name }: RepositoryAddress,
  { route, params, headers, maxBytes = MAX_JSON_BYTES }: GithubRequest,
): Promise<GithubAnswer> {
  const answer = await octokit.request(route, {
    owner,
    repo: name,
    ...params,
    headers: { "x-github-api-version": API_VERSION, ...headers },
    request: { redirect: "manual", parseSuccessResponseBody: false, signal: AbortSignal.timeout(timeoutMs) },
  });
  const { bytes, isCut } = await readAnswerBytes(answer.data, maxBytes);
  return { status: answer.status, headers: textHeaders(answer.headers), body: bytes, isCut, message: "" };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
