import type { Metadata } from "next";
import { PromotionListPage } from "@/components/promotions/promotion-list-page.tsx";
import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { listPromotions } from "@/lib/db/queries/list-promotions.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Promotions" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PromotionsPage({ params, searchParams }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const search = { state: "open", ...(await searchParams) };
  const query = readQuery(promotionEndpoints.listPromotions.query, search);
  return <PromotionListPage project={project.slug} initial={await listPromotions(ctx.db, project, query)} />;
}
