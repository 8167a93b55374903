import type { Metadata } from "next";
import { JudgePage } from "@/components/judges/judge-page.tsx";
import { judgeEndpoints } from "@/lib/contracts/judges.ts";
import { getJudge } from "@/lib/db/queries/get-judge.ts";
import { pageProject, readOrNotFound, readQuery } from "@/lib/server/page-project.ts";

type PageProps = {
  params: Promise<{ project: string; name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Judge ${decodeURIComponent((await params).name)}` };
}

export default async function Judge({ params, searchParams }: PageProps) {
  const { project: slug, name } = await params;
  const { ctx, project, viewer } = await pageProject(slug);
  const { version } = readQuery(judgeEndpoints.getJudge.query, await searchParams);
  const asked = { name: decodeURIComponent(name), version, accountId: viewer.id, now: ctx.now() };
  const judge = await readOrNotFound(getJudge(ctx.db, project, asked));
  return (
    <JudgePage
      key={judge.version}
      project={project.slug}
      initial={judge}
      refusals={{ label: viewer.refusal("judge:label"), license: viewer.refusal("judge:license") }}
    />
  );
}
