import { AppError } from "../domain/errors.ts";
import { BODY_TIMEOUT_MS, readBody } from "./read-body.ts";

const MAX_FORM_BYTES = 16 * 1024;

/** readAuthForm reads a small form, JSON or urlencoded, as texts by name. Throws what readBody throws, too. */
export async function readAuthForm(request: Request): Promise<Record<string, string>> {
  const bytes = await readBody(request, { maxBytes: MAX_FORM_BYTES, timeoutMs: BODY_TIMEOUT_MS });
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const text = new TextDecoder().decode(bytes);
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  if (type !== "application/json")
    throw new AppError("unsupported-media-type", "Send the form as JSON or urlencoded.");
  const value = parse(text);
  if (typeof value !== "object" || value === null)
    throw new AppError("malformed-json", "The body has to be one JSON object.");
  const pairs = Object.entries(value).flatMap(([key, item]) =>
    typeof item === "string" ? [[key, item] as const] : [],
  );
  return Object.fromEntries(pairs);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("malformed-json", "The body is not well-formed JSON.", { internal: error });
  }
}
