/** matchesTag says whether `If-None-Match` names an entity tag, weakly compared, or any. */
export function matchesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined || header === "") return false;
  if (header === etag) return true;
  return header.split(",").some((tag) => {
    const trimmed = tag.trim().replace(/^W\//, "");
    return trimmed === etag || trimmed === "*";
  });
}
