import type { StatusRole } from "@/components/status/status-table.ts";
import type { RepositoryState } from "@/lib/contracts/artifacts.ts";

type Stage = { role: StatusRole; title: string; text: string };

const SHORT_COMMIT = 7;

/** readingStage says how far a new project's repository was read, and what to do next. */
export function readingStage(state: RepositoryState, artifactCount: number): Stage {
  const { lastError, headCommit, findings } = state;
  if (headCommit === null) {
    const text = `${lastError === null ? "" : `${lastError} `}The worker looks once a second: do step 1.`;
    return { role: "active", title: "Nothing was read yet", text };
  }
  if (lastError !== null)
    return {
      role: "warn",
      title: "The repository cannot be read now",
      text: `${lastError} It is tried again.`,
    };
  const title = `Read at ${headCommit.slice(0, SHORT_COMMIT)}`;
  const [finding] = findings;
  if (artifactCount === 0) {
    const text = finding
      ? `${finding.path}: ${finding.message}`
      : "No file fits the globs of tupelo.yaml: do step 2, and push.";
    return { role: "warn", title: `${title}, and found no artifact`, text };
  }
  const more = findings.length > 0 ? ` ${findings.length} could not be read as they are.` : "";
  const count = artifactCount === 1 ? "1 artifact" : `${artifactCount} artifacts`;
  const text = `Compose a release, send its eval results, and propose it.${more}`;
  return { role: "good", title: `${title}: ${count}`, text };
}
