import type { Metadata } from "next";
import { LineagePage } from "@/components/lineage/lineage-page.tsx";
import { RequestNotFound } from "@/components/lineage/request-not-found.tsx";
import { type Lineage, requestEndpoints } from "@/lib/contracts/requests.ts";
import { getLineage } from "@/lib/db/queries/get-lineage.ts";
import { AppError } from "@/lib/domain/errors.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

type PageProps = {
  params: Promise<{ project: string; requestId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: decodeId((await params).requestId) };
}

export default async function RequestPage({ params, searchParams }: PageProps) {
  const { project: slug, requestId } = await params;
  const { ctx, project } = await pageProject(slug);
  const id = decodeId(requestId);
  const { against } = readQuery(requestEndpoints.getLineage.query, await searchParams);
  const lineage = await findOrNull(
    getLineage({ db: ctx.db, traces: ctx.traces }, project, { anyId: id, against }),
  );
  if (lineage === null) return <RequestNotFound project={project.slug} requestId={id} />;
  return <LineagePage project={project.slug} requestId={id} initial={lineage} />;
}

/** Next hands a path segment over as it was written in the address. */
function decodeId(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function findOrNull(reading: Promise<Lineage>): Promise<Lineage | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}
