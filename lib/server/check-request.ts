import type { Endpoint } from "../contracts/endpoint.ts";
import type { Principal } from "../domain/access/principal.ts";
import { AppError } from "../domain/errors.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * checkRequest refuses what no handler should see: another method, answers we cannot give, bodies we do not read.
 * Override headers (`X-HTTP-Method-Override` and its like) are not looked at anywhere.
 */
export function checkRequest(request: Request, declaration: Endpoint): void {
  if (request.method !== declaration.method) {
    throw new AppError("method-not-allowed", `This address takes ${declaration.method}.`);
  }
  if (!acceptsJson(request.headers.get("accept"))) {
    throw new AppError("not-acceptable", "This address answers in JSON; ask for application/json.");
  }
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    throw new AppError("unsupported-media-type", "Send the body without a Content-Encoding.");
  }
  if (
    declaration.body !== null &&
    declaration.bodyKind === "json" &&
    !isJson(request.headers.get("content-type"))
  ) {
    throw new AppError("unsupported-media-type", "Send the body as application/json in UTF-8.");
  }
}

/** An absent Accept takes anything; streams and exports of ours are asked for by their own types. */
function acceptsJson(accept: string | null): boolean {
  if (accept === null || accept.trim() === "") return true;
  const types = accept.split(",").map((item) => (item.split(";")[0] ?? "").trim().toLowerCase());
  const ours = new Set([
    "*/*",
    "application/*",
    "application/json",
    "application/problem+json",
    "text/event-stream",
    "application/jsonl",
    "application/x-ndjson",
  ]);
  return types.some((type) => ours.has(type));
}

function isJson(contentType: string | null): boolean {
  if (contentType === null) return false;
  const [type, ...parameters] = contentType.split(";").map((part) => part.trim().toLowerCase());
  if (type !== "application/json") return false;
  return parameters.every((parameter) => parameter === "" || /^charset="?utf-8"?$/.test(parameter));
}

/**
 * checkOrigin makes sure that a request which carries a session cookie and changes something was made by the
 * console's own pages. Keys are exempt: a browser never sends them by itself.
 */
export function checkOrigin(
  request: Request,
  principal: Principal | null,
  ownOrigins: readonly string[],
): void {
  if (SAFE_METHODS.has(request.method) || principal?.kind === "key") return;
  const hasCookie = (request.headers.get("cookie") ?? "").includes("tupelo.session");
  if (!isOwnOrigin(request.headers, ownOrigins, hasCookie)) {
    throw new AppError(
      "csrf",
      "This request did not come from the console's own pages, so it was not carried out.",
    );
  }
}

/** isOwnOrigin compares Origin and Sec-Fetch-Site with the console's own address. */
export function isOwnOrigin(
  headers: Headers,
  ownOrigins: readonly string[],
  isOriginRequired: boolean,
): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (origin === null) return !isOriginRequired;
  return ownOrigins.includes(origin);
}
