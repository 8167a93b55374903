import type { GithubState } from "./github-state.ts";

/** One request to the repository, as its route sees it. */
export type GithubCall = {
  /** What the path's groups matched. */
  parts: string[];
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: unknown;
};
/** A Buffer goes out as it is; all else as JSON. */
export type Reply = { status: number; body: unknown; headers?: Record<string, string> };
export type Route = {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below `/repos/{owner}/{repo}`. */
  path: RegExp;
  answer: (state: GithubState, call: GithubCall) => Promise<Reply> | Reply;
};

export function refusal(status: number, message: string, errors?: unknown[]): Reply {
  const more = errors === undefined ? {} : { errors };
  return {
    status,
    body: { message, ...more, documentation_url: "https://docs.github.com/rest", status: `${status}` },
  };
}

export function notFound(): Reply {
  return refusal(404, "Not Found");
}
