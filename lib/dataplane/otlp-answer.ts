import type { Answer } from "./http-answer.ts";
import { encodeExportResponse, encodeStatus, type PartialSuccess } from "./otlp-protobuf.ts";

/** The two encodings of OTLP/HTTP; the answer has the one of the request. */
export type OtlpEncoding = "application/x-protobuf" | "application/json";
export type OtlpSignal = "traces" | "logs";

/** The codes of google.rpc that belong to the statuses we answer. */
const RPC_CODES: Record<number, number> = {
  400: 3,
  401: 16,
  403: 7,
  413: 8,
  415: 3,
  429: 8,
  500: 13,
  503: 14,
};
const REJECTED_FIELDS = { traces: "rejectedSpans", logs: "rejectedLogRecords" } as const;

/** otlpSuccess answers 200; `null` leaves partial success unset, as the protocol wants for full success. */
export function otlpSuccess(
  encoding: OtlpEncoding,
  signal: OtlpSignal,
  partial: PartialSuccess | null,
): Answer {
  const headers = { "content-type": encoding };
  if (encoding === "application/x-protobuf")
    return { status: 200, headers, body: encodeExportResponse(partial) };
  const { rejected = 0, errorMessage = "" } = partial ?? {};
  const body =
    partial === null ? {} : { partialSuccess: { [REJECTED_FIELDS[signal]]: String(rejected), errorMessage } };
  return { status: 200, headers, body: JSON.stringify(body) };
}

/** otlpError answers with a google.rpc.Status. Exporters send again after 429 and 503 only. */
export function otlpError(
  encoding: OtlpEncoding,
  status: 400 | 401 | 403 | 413 | 415 | 429 | 500 | 503,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const content = { code: RPC_CODES[status] ?? 2, message };
  const body = encoding === "application/x-protobuf" ? encodeStatus(content) : JSON.stringify(content);
  return { status, headers: { "content-type": encoding, ...headers }, body };
}
