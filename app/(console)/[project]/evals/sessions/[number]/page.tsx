import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EvalSessionPage } from "@/components/eval-sessions/eval-session-page.tsx";
import { evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";
import { getEvalSession } from "@/lib/db/queries/get-eval-session.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; number: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Eval session ${(await params).number}` };
}

export default async function EvalSession({ params }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const named = evalSessionEndpoints.getEvalSession.params.safeParse(await params);
  if (!named.success) notFound();
  const session = await readOrNotFound(getEvalSession(ctx.db, project, { number: named.data.number }));
  return <EvalSessionPage project={project.slug} initial={session} refusal={viewer.refusal("eval:run")} />;
}
