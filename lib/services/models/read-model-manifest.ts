import { z } from "zod";
import { readYamlDocument } from "../../contents/parse-yaml.ts";
import type { ModelManifest } from "../../domain/models/model-manifest.ts";

const manifestSchema = z.object({ registryUri: z.string().optional(), sha256: z.string().optional() });

/** readModelManifest reads registryUri and sha256 from the first file that has either; both null where none can be read. */
export function readModelManifest(files: readonly { path: string; text: string | null }[]): ModelManifest {
  for (const { path, text } of files) {
    const parsed = manifestSchema.safeParse(text === null ? null : readPlain(text, path));
    if (!parsed.success) continue;
    const { registryUri = null, sha256 = null } = parsed.data;
    if (registryUri !== null || sha256 !== null) return { registryUri, sha256 };
  }
  return { registryUri: null, sha256: null };
}

function readPlain(text: string, path: string): unknown {
  try {
    // Without types, because a digest of digits only is no number.
    return readYamlDocument(text, path, "failsafe").toJS({ maxAliasCount: 50 });
  } catch {
    return null;
  }
}
