import { readFeastFile } from "./feast/read-feast-file.ts";
import type { FeatureViewSpec, Unread } from "./feature-view-spec.ts";

/** readFeastFiles reads the views of each file that is Python; what is no text is not read. */
export function readFeastFiles(
  files: readonly { path: string; text: string | null }[],
): { path: string; views: FeatureViewSpec[]; unread: Unread[] }[] {
  return files.flatMap(({ path, text }) =>
    text !== null && /\.py$/i.test(path) ? [{ path, ...readFeastFile(text) }] : [],
  );
}
