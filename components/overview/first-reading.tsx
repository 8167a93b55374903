"use client";

import Link from "next/link";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { artifactEndpoints, type RepositoryState } from "@/lib/contracts/artifacts.ts";

const REFETCH_MS = 2_000;
const SHORT_COMMIT = 7;

/** What the worker has seen of the repository so far, in the order in which a project gets there. */
function stageOf({ checkedAt, lastError, headCommit, findings }: RepositoryState, artifactCount: number) {
  if (lastError !== null) {
    const text = `${lastError} The worker looks again every second: do step 1.`;
    return { role: "warn", title: "The repository cannot be read yet", text } as const;
  }
  if (headCommit === null) {
    const text =
      checkedAt === null
        ? "The worker looks at each repository once a second."
        : "Its branch main has no commit yet: push to it, as step 1 says.";
    return { role: "active", title: "Waiting for the first commit", text } as const;
  }
  const commit = headCommit.slice(0, SHORT_COMMIT);
  const [finding] = findings;
  if (artifactCount === 0) {
    const text = finding
      ? `${finding.path}: ${finding.message}`
      : "No file fits the globs of tupelo.yaml: do step 2, and push.";
    return { role: "warn", title: `Read at ${commit}, and found no artifact`, text } as const;
  }
  const more = findings.length > 0 ? ` ${findings.length} files could not be read as they are.` : "";
  const text = `Compose a release of them, send its eval results, and propose it.${more}`;
  return { role: "good", title: `Read at ${commit}: ${artifactCount} artifacts`, text } as const;
}

/** FirstReading: how far the worker is with a new project's repository; it looks again by itself. */
export function FirstReading({ project }: { project: string }) {
  const params = { project };
  const live = { refetchMs: REFETCH_MS };
  const repository = useEndpoint(artifactEndpoints.getRepository, { params }, live);
  const artifacts = useEndpoint(artifactEndpoints.listArtifacts, { params, query: { limit: 100 } }, live);
  if (repository.data === undefined || artifacts.data === undefined) return null;
  const count = artifacts.data.items.length;
  const { role, title, text } = stageOf(repository.data, count);
  const action = (
    <Button asChild>
      <Link href={`/${project}/releases/new`}>New release</Link>
    </Button>
  );
  return (
    <div role="status">
      <Callout role={role} title={title} actions={count > 0 ? action : null}>
        {text}
      </Callout>
    </div>
  );
}
