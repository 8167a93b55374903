import { z } from "zod";
import { releaseManifestSchema } from "./release-manifest.ts";

const manifestFields = z.object({
  id: z.string(),
  manifestDigest: z.string(),
  components: z.array(
    z.object({ key: z.string(), ref: z.string(), digest: z.string(), path: z.string(), commit: z.string() }),
  ),
});

/** desiredInGitSchema reads back, from JSON, what git named as an environment's release at a head of main. */
export const desiredInGitSchema = z.object({
  environment: z.string(),
  /** null where the file is missing, empty, or names no release (`problem` says so) */
  releaseId: z.string().nullable(),
  /** the commit of main that last changed the aliases file; the head where there is no such file */
  commit: z.string(),
  authorName: z.string(),
  authorEmail: z.string(),
  /** of all who wrote the line and the manifest that it names, co-authors included */
  authorEmails: z.array(z.string()).default([]),
  /** ISO 8601 */
  authoredAt: z.string(),
  subject: z.string(),
  /** what `releases/<id>.yaml` says; null where it is missing or cannot be read */
  manifest: manifestFields.nullable(),
  problem: z.string().nullable(),
});
export type DesiredInGit = z.output<typeof desiredInGitSchema>;

/** readManifest checks a parsed `releases/<id>.yaml`; it has to be the manifest of the release it is named after. */
export function readManifest(value: unknown, releaseId: string): z.output<typeof manifestFields> | null {
  const result = releaseManifestSchema.safeParse(value);
  return result.success && result.data.id === releaseId ? result.data : null;
}
