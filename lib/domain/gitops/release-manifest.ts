import { z } from "zod";

/** Where one part of a release is in git. `path` is one of its files, `commit` the one that last touched it. */
export type ManifestComponent = { key: string; ref: string; digest: string; path: string; commit: string };
export type ReleaseManifest = { id: string; manifestDigest: string; components: ManifestComponent[] };

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "Write sha256: and 64 hexadecimal digits.");

/** releaseManifestSchema reads `releases/<id>.yaml` (every value is text). */
export const releaseManifestSchema = z
  .object({
    id: z.string().regex(/^[0-9a-f]{10}$/, "Write the release's id."),
    manifestDigest: digest,
    components: z.record(
      z.string(),
      z.object({ ref: z.string(), digest, path: z.string(), commit: z.string().regex(/^[0-9a-f]{40,64}$/) }),
    ),
  })
  .transform(
    ({ components, ...rest }): ReleaseManifest => ({
      ...rest,
      components: Object.entries(components).map(([key, component]) => ({ key, ...component })),
    }),
  );

/** manifestPath is where a release's manifest is. */
export function manifestPath(releaseId: string): string {
  return `releases/${releaseId}.yaml`;
}

/** writeReleaseManifest writes `releases/<id>.yaml`: one line per part, in the order of their keys. */
export function writeReleaseManifest(manifest: ReleaseManifest): string {
  const components = [...manifest.components].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const lines = components.map(({ key, ref, digest: content, path, commit }) => {
    const fields = Object.entries({ ref, digest: content, path, commit });
    return `  ${scalar(key)}: { ${fields.map(([name, value]) => `${name}: ${scalar(value)}`).join(", ")} }\n`;
  });
  const head = `id: ${scalar(manifest.id)}\nmanifestDigest: ${scalar(manifest.manifestDigest)}\n`;
  return `${head}components:${lines.length === 0 ? " {}" : ""}\n${lines.join("")}`;
}

/** Plain where every reader of YAML sees a string, else quoted as JSON, which YAML reads the same. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9@._/:-]*[A-Za-z0-9]$/.test(text);
  const isOtherwise =
    /^(true|false|null|yes|no|on|off|y|n)$/i.test(text) || /^[0-9][0-9_.:-]*(e[0-9_-]+)?$/i.test(text);
  return isPlain && !isOtherwise
    ? text
    : JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
