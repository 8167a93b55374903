import { describeFeatureView } from "../features/describe-feature-view.ts";
import { readFeastFiles } from "../features/read-feast-files.ts";
import type { ArtifactFact, ArtifactKind, ArtifactProblem, ArtifactText } from "./artifact-kind.ts";
import { readabilityOf } from "./checks/check-records.ts";
import { readFacts } from "./checks/read-facts.ts";

const MAX_WARNINGS = 50;

export const featureView = {
  kind: "feature_view",
  label: "Feature view",
  whyItChangesAnswers:
    "The same prompt and model answer differently when a feature is computed or prepared in another way.",
  contentType: "text/x-python",
  readMeta: (files): ArtifactFact[] => [
    ...readViewFacts(files),
    ...readFacts(files, { Entity: "entity", "Join keys": "joinKeys" }),
  ],
  check: checkFeatureView,
} as const satisfies ArtifactKind;

/** What each view declares; with several views, their names are beside the labels. */
function readViewFacts(files: readonly ArtifactText[]): ArtifactFact[] {
  const views = readFeastFiles(files).flatMap((file) => file.views);
  return views.flatMap((view) =>
    describeFeatureView(view).map(({ label, value }) => ({
      label: views.length === 1 ? label : `${label} of ${view.name}`,
      value,
    })),
  );
}

/**
 * Feast runs the file and Tupelo does not, so what it cannot read is no error: a person looks at it. Where no file has a
 * view, nothing is known of what a release of it would serve.
 */
function checkFeatureView(files: readonly ArtifactText[]): ArtifactProblem[] {
  const unreadable = files.flatMap(readabilityOf);
  if (unreadable.length > 0) return unreadable;
  const read = readFeastFiles(files);
  const unread = read.flatMap(({ path, unread: found }) =>
    found.map(({ line, sentence }) => warn(path, line, "unread_definition", sentence)),
  );
  const [first] = read;
  if (first === undefined || read.some(({ views }) => views.length > 0)) return unread.slice(0, MAX_WARNINGS);
  const message = "No feature view of Feast could be read here: nothing is known of its features.";
  return [warn(first.path, null, "no_view", message), ...unread].slice(0, MAX_WARNINGS);
}

function warn(path: string, line: number | null, code: string, message: string): ArtifactProblem {
  return { path, line, severity: "warning", code, message };
}
