import type { Endpoint } from "../contracts/endpoint.ts";
import type { Database } from "../db/client.ts";
import { type Principal, principalRef } from "../domain/access/principal.ts";
import { sha256Hex } from "../domain/digest.ts";
import { AppError } from "../domain/errors.ts";
import type { IdempotencyRequest } from "../services/context.ts";

const MAX_KEY_LENGTH = 255;

/** readIdempotencyKey returns the request's key; null where none was sent and none is needed. */
export function readIdempotencyKey(request: Request, declaration: Endpoint): string | null {
  if (declaration.idempotency === "none") return null;
  const key = request.headers.get("idempotency-key");
  if (key === null && declaration.idempotency === "optional") return null;
  if (key === null || key.length > MAX_KEY_LENGTH || !/^[\x21-\x7e]+$/.test(key)) {
    throw new AppError(
      "idempotency-key-required",
      `Send an Idempotency-Key header of 1 to ${MAX_KEY_LENGTH} visible ASCII characters; a random UUID will do.`,
    );
  }
  return key;
}

/** buildIdempotency says what a repetition has to be equal in: method, address and the bytes of the body. */
export function buildIdempotency(
  request: Request,
  declaration: Endpoint,
  key: string,
  body: Uint8Array,
): IdempotencyRequest {
  const { pathname, search } = new URL(request.url);
  const { status } = declaration;
  return {
    key,
    operation: declaration.operationId,
    requestDigest: sha256Hex(`${request.method} ${pathname}${search}\n${sha256Hex(body)}`),
    status: typeof status === "number" ? status : status.created,
  };
}

export type StoredAnswer = { status: number; body: unknown };

/**
 * findStoredAnswer returns what this principal was answered for the same key and request.
 * Throws idempotency-mismatch where the key was used for another request.
 */
export async function findStoredAnswer(
  db: Database,
  principal: Principal,
  idempotency: IdempotencyRequest,
): Promise<StoredAnswer | null> {
  const { key, operation, requestDigest } = idempotency;
  const row = await db.idempotentAnswer.findUnique({
    where: { principal_operation_key: { principal: principalRef(principal), operation, key } },
  });
  if (row === null) return null;
  if (row.requestDigest !== requestDigest) {
    throw new AppError(
      "idempotency-mismatch",
      "This Idempotency-Key was used for another request; send a new key.",
    );
  }
  return { status: row.status, body: row.body };
}
