import type { Endpoint } from "../contracts/endpoint.ts";
import { AppError } from "../domain/errors.ts";

const KNOWN_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
/** API addresses that have no declaration, with what they take. */
const UNDECLARED: Record<string, readonly string[]> = {
  "/api/health": ["GET"],
  "/api/ready": ["GET"],
  "/api/openapi.json": ["GET"],
};

export type TargetProblem = { error: AppError; allow: readonly string[] };

/**
 * findTargetProblem refuses requests by their first line alone: methods nobody has, addresses in absolute form,
 * paths that two readers could read differently, and methods that a known address does not take.
 */
export function findTargetProblem(
  request: { method: string; target: string },
  endpoints: readonly Endpoint[],
): TargetProblem | null {
  const { method, target } = request;
  if (!KNOWN_METHODS.includes(method)) return methodProblem(KNOWN_METHODS);
  if (!target.startsWith("/"))
    return problem("bad-request", "The address has to be a path that starts with a slash.");
  const pathname = target.split(/[?#]/)[0] ?? "";
  if (!isDecodable(pathname)) return problem("bad-request", "The address has a broken percent sign.");
  if (isAmbiguous(pathname)) return problem("not-found", "There is nothing at this address.");
  const allow = allowedMethods(pathname, endpoints);
  return allow === null || allow.includes(method) ? null : methodProblem(allow);
}

/** allowedMethods are the methods of a known API address; null where the address is not a declared one. */
export function allowedMethods(pathname: string, endpoints: readonly Endpoint[]): readonly string[] | null {
  if (!pathname.startsWith("/api/")) return null;
  const undeclared = UNDECLARED[pathname];
  if (undeclared !== undefined) return undeclared;
  const methods = endpoints.filter(({ path }) => matches(path, pathname)).map(({ method }) => method);
  return methods.length === 0 ? null : [...new Set(methods)];
}

function matches(template: string, pathname: string): boolean {
  const names = template.split("/");
  const parts = pathname.split("/");
  if (names.length !== parts.length) return false;
  return names.every(
    (name, index) => name === parts[index] || (/^\{\w+\}$/.test(name) && parts[index] !== ""),
  );
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** Empty segments, dots that climb, and dots or slashes hidden behind one or two encodings. */
function isAmbiguous(pathname: string): boolean {
  if (pathname.includes("//") || pathname.includes("\\")) return true;
  if (/%(25)*(2e|5c)/i.test(pathname) || /%(25)+2f/i.test(pathname)) return true;
  return pathname.split("/").some((part) => part === "." || part === "..");
}

function methodProblem(allow: readonly string[]): TargetProblem {
  return { error: new AppError("method-not-allowed", `This address takes ${allow.join(", ")}.`), allow };
}

function problem(code: "bad-request" | "not-found", detail: string): TargetProblem {
  return { error: new AppError(code, detail), allow: [] };
}
