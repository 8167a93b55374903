export type FoundId = { kind: "release" | "request"; href: string; label: string };

const RELEASE_ID = /^[0-9a-f]{10}$/;
const ANY_ID = /^[^\s/?#]{3,200}$/;

/** findId offers where a pasted id may lead: ten hex digits are a release, and anything may be a request. */
export function findId(project: string, text: string): FoundId[] {
  const id = text.trim();
  if (!ANY_ID.test(id) || !/[\d_-]/.test(id)) return [];
  const base = `/${encodeURIComponent(project)}`;
  const request: FoundId = {
    kind: "request",
    href: `${base}/requests/${encodeURIComponent(id)}`,
    label: `Open request ${id}`,
  };
  if (!RELEASE_ID.test(id.toLowerCase())) return [request];
  const release = id.toLowerCase();
  return [
    { kind: "release", href: `${base}/releases/${release}`, label: `Open release ${release}` },
    request,
  ];
}
