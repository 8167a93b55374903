import { listNavItems } from "@/components/layout/nav.ts";

export type Crumb = { label: string; href: string };

const OTHER_PAGES: Record<string, string> = {
  prompts: "Prompts",
  features: "Feature views",
  rollouts: "Rollouts",
  policies: "Policies",
};

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** crumbsFor reads the trail from the address: project, page, then what the address names. */
export function crumbsFor(pathname: string, projectName: string): Crumb[] {
  const [project, page, ...rest] = pathname.split("/").filter(Boolean);
  if (!project) return [];
  const base = `/${project}`;
  const label =
    listNavItems().find((item) => item.segment === (page ?? ""))?.label ??
    OTHER_PAGES[page ?? ""] ??
    decode(page ?? "");
  const crumbs: Crumb[] = [
    { label: projectName, href: base },
    { label, href: page ? `${base}/${page}` : base },
  ];
  rest.forEach((segment, index) => {
    crumbs.push({ label: decode(segment), href: `${base}/${page}/${rest.slice(0, index + 1).join("/")}` });
  });
  return crumbs;
}
