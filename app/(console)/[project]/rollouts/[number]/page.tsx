import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RolloutPage } from "@/components/rollouts/rollout-page.tsx";
import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { getRollout, listDecisions } from "@/lib/db/queries/get-rollout.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; number: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Rollout ${(await params).number}` };
}

export default async function Rollout({ params }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const named = rolloutEndpoints.getRollout.params.safeParse(await params);
  if (!named.success) notFound();
  const { number } = named.data;
  const asker = { principal: ctx.principal, now: ctx.now() };
  const initial = await readOrNotFound(getRollout(ctx.db, project.id, number, asker));
  const decisions = await listDecisions(ctx.db, project.id, number);
  return <RolloutPage project={project.slug} initial={initial} decisions={decisions} />;
}
