import { AppError } from "../domain/errors.ts";

/** decodeText reads a file's bytes as UTF-8, its byte order mark included. Throws AppError `invalid` where it is none. */
export function decodeText(path: string, bytes: Uint8Array | null): string {
  try {
    if (bytes === null) throw new TypeError("git does not have the content");
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AppError("invalid", `The file ${path} cannot be read as UTF-8 text.`, { internal: error });
  }
}
