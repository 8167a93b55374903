import { listNavItems } from "@/components/layout/nav.ts";

export type Crumb = { label: string; href: string };

const OTHER_PAGES: Record<string, string> = {
  prompts: "Prompts",
  features: "Feature views",
  rollouts: "Rollouts",
  policies: "Policies",
  judges: "Judges",
  reconciliations: "Reconciliations",
};

/** Where the list is of which these addresses name one; they have no page of their own. */
const LISTED_AT: Record<string, string> = {
  prompts: "artifacts?kind=prompt",
  features: "artifacts?kind=feature_view",
  judges: "artifacts?kind=judge",
};

function hrefOf(base: string, segments: readonly string[]): string {
  const [page = "", kind] = segments;
  if (segments.length === 1) return `${base}/${LISTED_AT[page] ?? page}`;
  if (page === "artifacts" && segments.length === 2) return `${base}/artifacts?kind=${kind}`;
  return `${base}/${segments.join("/")}`;
}

/** Segments of ours below a page, as people read them; every other segment is a name and stays as it is. */
const OWN_WORDS: Record<string, string> = { "evals/compare": "Compare", "evals/sessions": "Sessions" };

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
    { label, href: page ? hrefOf(base, [page]) : base },
  ];
  rest.forEach((segment, index) => {
    const label = OWN_WORDS[`${page}/${segment}`] ?? decode(segment);
    crumbs.push({ label, href: hrefOf(base, [page ?? "", ...rest.slice(0, index + 1)]) });
  });
  return crumbs;
}
