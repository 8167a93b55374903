import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";

/** Pages that somebody who is not signed in may open. */
const OPEN_PAGES = ["/sign-in", "/setup", "/invite"];
/** Both names of the session's cookie (lib/server/session-cookie.ts). */
const SESSION_COOKIES = ["tupelo.session", "__Host-tupelo.session"];

/**
 * proxy gives each page its security headers, with a nonce that is used once, and leads people who carry no session
 * to the sign-in page. It authorises nothing: pages and services look the session up themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const { pathname, search } = request.nextUrl;
  const isOpen = OPEN_PAGES.some((page) => pathname === page || pathname.startsWith(`${page}/`));
  const hasCookie = SESSION_COOKIES.some((name) => request.cookies.has(name));
  if (!isOpen && !hasCookie) return withHeaders(NextResponse.redirect(signInAddress(request)), policy);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set("x-tupelo-path", `${pathname}${search}`);
  return withHeaders(NextResponse.next({ request: { headers } }), policy);
}

export const config = {
  matcher: ["/((?!api/|_next/static/|_next/image|favicon\\.svg|favicon\\.ico|robots\\.txt).*)"],
};

function signInAddress(request: NextRequest): URL {
  const { pathname, search } = request.nextUrl;
  const url = request.nextUrl.clone();
  url.pathname = "/sign-in";
  url.search = pathname === "/" ? "" : `?next=${encodeURIComponent(`${pathname}${search}`)}`;
  return url;
}

/** Scripts run only with the nonce of this answer, styles only from files or with the nonce. */
function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // The development server adds styles without a nonce; a build has them in files.
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

function withHeaders(response: NextResponse, policy: string): NextResponse {
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Cache-Control", "no-store");
  if (process.env.NEXTAUTH_URL?.startsWith("https://")) {
    response.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  }
  return response;
}
