/** pointerOf writes a path as a JSON pointer (RFC 6901); the whole document is the empty text. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
