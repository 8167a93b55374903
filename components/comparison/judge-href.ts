/** judgeHref is the page of a judge's version, from its reference `groundedness@7`; a name may hold an @ itself. */
export function judgeHref(project: string, ref: string): string {
  const at = ref.lastIndexOf("@");
  const [name, version] = at < 1 ? [ref, ""] : [ref.slice(0, at), ref.slice(at + 1)];
  const query = version === "" ? "" : `?version=${encodeURIComponent(version)}`;
  return `/${project}/judges/${encodeURIComponent(name)}${query}`;
}
