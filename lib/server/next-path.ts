/**
 * safeNextPath returns where to go after signing in: a path of the console itself, else `/`.
 * Everything a browser could read as another host is refused.
 */
export function safeNextPath(value: string | string[] | null | undefined): string {
  if (typeof value !== "string" || value.length > 2_048) return "/";
  if (!value.startsWith("/") || /[\\\s]/.test(value) || hasControlCharacter(value)) return "/";
  const base = "http://console.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  if (url === null || url.origin !== base || value.startsWith("//")) return "/";
  const leadsBack = url.pathname.startsWith("/sign-in") || url.pathname.startsWith("/api/");
  return leadsBack || url.pathname.startsWith("//") ? "/" : `${url.pathname}${url.search}${url.hash}`;
}

function hasControlCharacter(value: string): boolean {
  return [...value].some((char) => char < " " || char === "\u007f");
}
