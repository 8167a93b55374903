import NextAuthModule, { type AuthOptions } from "next-auth";

export type NextAuthCall = {
  method: "GET" | "POST";
  /** What follows `/api/auth/`. */
  action: string;
  query: Record<string, string>;
  body?: Record<string, string>;
  headers: Headers;
};

export type NextAuthAnswer = {
  status: number;
  /** Where next-auth would send the browser; the edge decides itself. */
  redirect: string | null;
  /** Set-Cookie headers. */
  cookies: string[];
  body: unknown;
};

/**
 * runNextAuth asks next-auth and hands back what it would answer. It is given only what the edge has checked, and
 * runs wherever a test runs: next-auth's handler for route files works inside of Next alone.
 */
export async function runNextAuth(options: AuthOptions, call: NextAuthCall): Promise<NextAuthAnswer> {
  const { method, action, query, body, headers } = call;
  const answer: NextAuthAnswer = { status: 200, redirect: null, cookies: [], body: undefined };
  const request = {
    query: { ...query, nextauth: action.split("/") },
    ...{ method, body, headers: Object.fromEntries(headers), cookies: readCookies(headers) },
  };
  await nextAuth()(options)(request, responseInto(answer));
  answer.redirect ??= addressIn(answer.body);
  return answer;
}

/** Whoever asks with `json=true` is told the address in the body instead of in a header. */
function addressIn(body: unknown): string | null {
  const hasAddress = typeof body === "object" && body !== null && "url" in body;
  return hasAddress && typeof body.url === "string" ? body.url : null;
}

/** The part of a server's response that next-auth writes. */
function responseInto(answer: NextAuthAnswer) {
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    getHeader: (name: string) => (name === "Set-Cookie" ? answer.cookies : undefined),
    setHeader(name: string, value: string | string[]) {
      if (name === "Set-Cookie") answer.cookies = [value].flat();
      if (name === "Location") answer.redirect = String(value);
      return response;
    },
    end: () => undefined,
    json(value: unknown) {
      answer.body = value;
    },
    send(value: unknown) {
      answer.body = value;
    },
  };
  return response;
}

/** Which of the two a loader hands out for a CommonJS default export depends on the loader. */
function nextAuth(): typeof NextAuthModule {
  const module: { default?: typeof NextAuthModule } & object = NextAuthModule;
  return module.default ?? NextAuthModule;
}

function readCookies(headers: Headers): Record<string, string> {
  const pairs = (headers.get("cookie") ?? "").split(";").flatMap((pair) => {
    const [name = "", ...value] = pair.trim().split("=");
    return name === "" ? [] : [[name, decode(value.join("="))] as const];
  });
  return Object.fromEntries(pairs);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
