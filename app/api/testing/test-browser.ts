import { handleAuth } from "../../../lib/server/auth-route.ts";
import type { RouteHandler } from "../../../lib/server/endpoint.ts";

export const CONSOLE = "http://127.0.0.1:3000";
const MAX_STEPS = 20;

export type Page = { url: URL; status: number };
export type TestBrowser = {
  /** Cookies by origin and name. */
  cookies: Map<string, Map<string, string>>;
  /** Sends what a page of the console sends, with the console's own origin. */
  send: (
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ) => Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>;
  /** Follows redirects from an address until one leads to a page of the console. */
  go: (address: string) => Promise<Page>;
  /** What the sign-in page's button does; answers where the browser ends. */
  signIn: (provider: string, form: Record<string, string>) => Promise<Page>;
  /** The same, without going where the answer leads. */
  begin: (
    provider: string,
    form: Record<string, string>,
  ) => Promise<{ status: number; body: Record<string, unknown> }>;
};

/** createTestBrowser keeps cookies and follows redirects between the console's own handlers and real servers. */
export function createTestBrowser(routes: ReadonlyMap<string, RouteHandler>): TestBrowser {
  const cookies: TestBrowser["cookies"] = new Map();
  const request = async (url: URL, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const jar = cookies.get(url.origin) ?? new Map<string, string>();
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const sent = { ...init, headers, redirect: "manual" as const };
    const response =
      url.origin === CONSOLE ? await answerOf(routes, new Request(url, sent)) : await fetch(url, sent);
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    cookies.set(url.origin, jar);
    return response;
  };
  const send: TestBrowser["send"] = async (path, { method = "GET", body, headers = {} } = {}) => {
    const sent = new Headers({ "user-agent": "TestBrowser/1", ...headers });
    if (body !== undefined) sent.set("content-type", "application/json");
    if (method !== "GET") {
      sent.set("origin", CONSOLE);
      sent.set("sec-fetch-site", "same-origin");
    }
    const response = await request(new URL(path, CONSOLE), {
      ...{ method, headers: sent },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text), headers: response.headers };
  };
  const go: TestBrowser["go"] = async (address) => {
    let url = new URL(address);
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (url.origin === CONSOLE && !url.pathname.startsWith("/api/")) return { url, status: 200 };
      const response = await request(url, { headers: { "user-agent": "TestBrowser/1" } });
      const location = response.headers.get("location");
      if (location === null) return { url, status: response.status };
      url = new URL(location, url);
    }
    throw new Error(`no end of redirects at ${url.href}`);
  };
  const begin: TestBrowser["begin"] = async (provider, form) => {
    const { body } = await send("/api/auth/csrf");
    const csrfToken = String(body.csrfToken);
    return send(`/api/auth/signin/${provider}`, { method: "POST", body: { csrfToken, ...form } });
  };
  const signIn: TestBrowser["signIn"] = async (provider, form) => {
    const answer = await begin(provider, form);
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return go(String(answer.body.url));
  };
  return { cookies, send, go, signIn, begin };
}

async function answerOf(routes: ReadonlyMap<string, RouteHandler>, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/api/auth/")) {
    const nextauth = pathname.slice("/api/auth/".length).split("/");
    return handleAuth(request, { params: Promise.resolve({ nextauth }) });
  }
  for (const [name, handler] of routes) {
    const [method, path = ""] = name.split(" ");
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
    if (method === request.method && pattern.test(pathname)) return handler(request);
  }
  throw new Error(`nothing answers ${request.method} ${pathname}`);
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const isGone = value === "" || attributes.some((each) => /^\s*max-age=0$/i.test(each));
  if (isGone) jar.delete(name);
  else jar.set(name, value);
}
