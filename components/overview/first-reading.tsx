"use client";

import Link from "next/link";
import { readingStage } from "@/components/overview/reading-stage.ts";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";

const REFETCH_MS = 2_000;
/** FirstReading: how far the worker is with a new project's repository; it looks again by itself. */
export function FirstReading({ project }: { project: string }) {
  const params = { project };
  const live = { refetchMs: REFETCH_MS };
  const repository = useEndpoint(artifactEndpoints.getRepository, { params }, live);
  const artifacts = useEndpoint(artifactEndpoints.listArtifacts, { params, query: { limit: 100 } }, live);
  if (repository.data === undefined || artifacts.data === undefined) return null;
  const count = artifacts.data.items.length;
  const { role, title, text } = readingStage(repository.data, count);
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
