import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PromotionPage } from "@/components/promotions/promotion-page.tsx";
import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { getPromotion } from "@/lib/db/queries/get-promotion.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; number: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Promotion ${(await params).number}` };
}

export default async function Promotion({ params }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const named = promotionEndpoints.getPromotion.params.safeParse(await params);
  if (!named.success) notFound();
  const initial = await readOrNotFound(
    getPromotion(ctx.db, project, { number: named.data.number, viewer: ctx.principal, now: ctx.now() }),
  );
  return <PromotionPage project={project.slug} initial={initial} />;
}
