/** One artifact version as a part of a release. `digest` is `sha256:<hex>` over its files. */
export type ReleasePart = { kind: string; name: string; version: string; digest: string };

/** A part under the key it has in its release. */
export type KeyedPart = ReleasePart & { key: string };

/** refOf is how people write a part: `support@2.8`. */
export function refOf(part: { name: string; version: string }): string {
  return `${part.name}@${part.version}`;
}

/** keyParts gives each part its key: the kind, or `kind/name` where the release has several of that kind. */
export function keyParts(parts: readonly ReleasePart[]): KeyedPart[] {
  const countByKind = new Map<string, number>();
  for (const part of parts) countByKind.set(part.kind, (countByKind.get(part.kind) ?? 0) + 1);
  return parts.map((part) => ({
    ...part,
    key: countByKind.get(part.kind) === 1 ? part.kind : `${part.kind}/${part.name}`,
  }));
}

/** referencesOf is what a release's id is made of. */
export function referencesOf(parts: readonly KeyedPart[]): Record<string, string> {
  return Object.fromEntries(parts.map((part) => [part.key, refOf(part)]));
}
