import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { DiffChoice } from "@/components/releases/release-diff.tsx";
import { ReleasePage } from "@/components/releases/release-page.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";
import { releaseEndpoints } from "@/lib/contracts/releases.ts";
import { listEnvironments } from "@/lib/db/queries/get-environment.ts";
import { getRelease } from "@/lib/db/queries/get-release.ts";
import { listEvalRuns } from "@/lib/db/queries/list-eval-runs.ts";
import { listReleases } from "@/lib/db/queries/list-releases.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; releaseId: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Release ${(await params).releaseId}` };
}

export default async function Release({ params }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const named = releaseEndpoints.getRelease.params.safeParse(await params);
  if (!named.success) notFound();
  const { releaseId } = named.data;
  const initial = await readOrNotFound(getRelease(ctx.db, project, { releaseId }));
  const environments = await listEnvironments(ctx.db, project.id, ctx.now());
  const { items } = await listReleases(ctx.db, project, { limit: 50 });
  const choices = [...servedChoices(environments), ...items.map(({ id }) => ({ id, label: "" }))];
  return (
    <ReleasePage
      project={project.slug}
      initial={initial}
      initialRuns={await listEvalRuns(ctx.db, project, { limit: 50, release: releaseId })}
      environments={environments.map(({ name }) => name)}
      choices={uniqueOthers(choices, releaseId)}
      refusals={{
        upload: viewer.refusal("eval:upload"),
        runEvals: viewer.refusal("eval:run"),
        propose: viewer.refusal("promotion:propose"),
        lift: viewer.refusal("quarantine:lift"),
        compose: viewer.refusal("release:create"),
      }}
    />
  );
}

const WHOLE_BP = 10_000;

/** What environments serve, the last one (production) first. */
function servedChoices(environments: readonly EnvironmentDetail[]): DiffChoice[] {
  return environments.toReversed().flatMap(({ name, served }) => {
    if (served === null) return [];
    const id = served.shareBp === WHOLE_BP ? (served.candidate ?? served.control) : served.control;
    return id === null ? [] : [{ id, label: `served in ${name}` }];
  });
}

function uniqueOthers(choices: readonly DiffChoice[], releaseId: string): DiffChoice[] {
  return choices.filter(
    ({ id }, index) => id !== releaseId && choices.findIndex((other) => other.id === id) === index,
  );
}
