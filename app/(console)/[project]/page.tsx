import type { Metadata } from "next";
import { OverviewPage } from "@/components/overview/overview-page.tsx";
import { listEnvironments } from "@/lib/db/queries/get-environment.ts";
import { getPromotion } from "@/lib/db/queries/get-promotion.ts";
import { listAudit } from "@/lib/db/queries/list-audit.ts";
import { listPromotions } from "@/lib/db/queries/list-promotions.ts";
import { isOpenPromotion } from "@/lib/domain/promotions/promotion-state.ts";
import { type PageProject, pageProject } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Overview" };

type PageProps = { params: Promise<{ project: string }> };

const NEWEST_PROMOTIONS = 20;
const JUDGED_PROMOTIONS = 8;
const NEWEST_EVENTS = 8;

async function loadOverview({ ctx, project, viewer }: PageProject) {
  const now = ctx.now();
  const promotions = await listPromotions(ctx.db, project, { state: "all", limit: NEWEST_PROMOTIONS });
  const open = promotions.items.filter((each) => isOpenPromotion(each.state)).slice(0, JUDGED_PROMOTIONS);
  const details = [];
  for (const { number } of open) {
    details.push(await getPromotion(ctx.db, project, { number, viewer: ctx.principal, now }));
  }
  const mayReadAudit = viewer.refusal("audit:read") === null;
  return {
    environments: await listEnvironments(ctx.db, project.id, now),
    promotions,
    details,
    audit: mayReadAudit
      ? await listAudit(ctx.db, project, { limit: NEWEST_EVENTS, verify: "false" }, now)
      : null,
    releaseCount: await ctx.db.release.count({ where: { projectId: project.id } }),
  };
}

export default async function ProjectPage({ params }: PageProps) {
  const page = await pageProject((await params).project);
  const { slug, name, gitHost, repository } = page.project;
  return (
    <OverviewPage
      project={{ slug, name, gitHost, repository }}
      initial={await loadOverview(page)}
      proposeRefusal={page.viewer.refusal("promotion:propose")}
    />
  );
}
