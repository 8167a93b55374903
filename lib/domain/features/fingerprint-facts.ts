import { featureViewFingerprint } from "./feature-view-fingerprint.ts";
import { readFeastFiles } from "./read-feast-files.ts";

/**
 * fingerprintFacts are the fingerprints of the views in an artifact's files, as facts to show. They are apart from the
 * other facts of a feature view, which browsers may read too: a digest is worked out on the server.
 */
export function fingerprintFacts(
  files: readonly { path: string; text: string | null }[],
): { label: string; value: string }[] {
  const views = readFeastFiles(files).flatMap((file) => file.views);
  return views.map((view) => {
    const fingerprint = featureViewFingerprint(view);
    return {
      label: views.length === 1 ? "Fingerprint" : `Fingerprint of ${view.name}`,
      value: view.unreadParts.length === 0 ? fingerprint : `${fingerprint}; of what could be read`,
    };
  });
}
