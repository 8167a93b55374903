import type { Metadata } from "next";
import { ComposePage } from "@/components/releases/compose-page.tsx";
import { releaseIdText } from "@/lib/contracts/common.ts";
import { getRelease } from "@/lib/db/queries/get-release.ts";
import { listArtifactVersions } from "@/lib/db/queries/list-artifact-versions.ts";
import { mainEnvironment } from "@/lib/domain/environments/main-environment.ts";
import { pageProject, readOrNotFound, readRequiredKinds } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "New release" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function NewReleasePage({ params, searchParams }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const environments = await ctx.db.environment.findMany({
    where: { projectId: project.id },
    orderBy: { position: "asc" },
  });
  const starts = startsOf(environments);
  const { from } = await searchParams;
  const named = releaseIdText.safeParse(from);
  const baseId = named.success ? named.data : from === "nothing" ? null : (starts[0]?.id ?? null);
  const base =
    baseId === null ? null : await readOrNotFound(getRelease(ctx.db, project, { releaseId: baseId }));
  const { items } = await listArtifactVersions(ctx.db, project, {});
  return (
    <ComposePage
      key={baseId ?? "nothing"}
      project={project.slug}
      versions={items}
      required={await readRequiredKinds(ctx, project)}
      base={base}
      starts={starts}
      refusal={viewer.refusal("release:create")}
    />
  );
}

/** One start for each desired release, production's first; two environments may desire the same one. */
function startsOf(inOrder: readonly { name: string; desiredReleaseId: string | null }[]) {
  const names = new Map<string, string[]>();
  const main = mainEnvironment(inOrder);
  const others = inOrder.filter((each) => each !== main).reverse();
  for (const { name, desiredReleaseId } of main === null ? others : [main, ...others]) {
    if (desiredReleaseId !== null)
      names.set(desiredReleaseId, [...(names.get(desiredReleaseId) ?? []), name]);
  }
  return [...names].map(([id, each]) => ({ id, label: `the desired release of ${each.join(" and ")}` }));
}
