import {
  Boxes,
  FlaskConical,
  GitCompareArrows,
  GitPullRequest,
  History,
  LayoutGrid,
  type LucideIcon,
  Package,
  ScanSearch,
  ScrollText,
  Server,
  Settings2,
  SlidersHorizontal,
} from "lucide-react";

export const NAV_KEYS = [
  "overview",
  "releases",
  "promotions",
  "rollouts",
  "environments",
  "requests",
  "served",
  "artifacts",
  "evals",
  "reconciliations",
  "audit",
  "settings",
] as const;
export type NavKey = (typeof NAV_KEYS)[number];
export type NavCounts = Partial<Record<NavKey, number>>;

export type NavItem = {
  key: NavKey;
  label: string;
  icon: LucideIcon;
  /** Path segment after the project; empty for the overview. */
  segment: string;
  /** The keys that lead here. */
  keys?: string;
};
export type NavGroup = { label: string | null; items: readonly NavItem[] };

/** NAV_GROUPS: the pages that exist, in the order of the side nav and of the command menu. */
export const NAV_GROUPS: readonly NavGroup[] = [
  {
    label: null,
    items: [
      { key: "overview", label: "Overview", icon: LayoutGrid, segment: "" },
      { key: "releases", label: "Releases", icon: Package, segment: "releases", keys: "g r" },
      { key: "promotions", label: "Promotions", icon: GitPullRequest, segment: "promotions", keys: "g p" },
      { key: "rollouts", label: "Rollouts", icon: SlidersHorizontal, segment: "rollouts", keys: "g o" },
      { key: "environments", label: "Environments", icon: Server, segment: "environments", keys: "g e" },
      { key: "requests", label: "Requests", icon: ScanSearch, segment: "requests", keys: "g l" },
      { key: "served", label: "What was served", icon: History, segment: "served", keys: "g w" },
    ],
  },
  {
    label: "Registry",
    items: [
      { key: "artifacts", label: "Artifacts", icon: Boxes, segment: "artifacts" },
      { key: "evals", label: "Evals", icon: FlaskConical, segment: "evals" },
    ],
  },
  {
    label: "Records",
    items: [
      {
        key: "reconciliations",
        label: "Reconciliations",
        icon: GitCompareArrows,
        segment: "reconciliations",
      },
      { key: "audit", label: "Audit log", icon: ScrollText, segment: "audit", keys: "g a" },
    ],
  },
];

export const SETTINGS_ITEM: NavItem = {
  key: "settings",
  label: "Settings",
  icon: Settings2,
  segment: "settings",
};

/** listNavItems: every page once, for menus and shortcuts. */
export function listNavItems(): NavItem[] {
  return [...NAV_GROUPS.flatMap((group) => group.items), SETTINGS_ITEM];
}

/** navHref: the address of a page in a project. */
export function navHref(project: string, item: Pick<NavItem, "segment">): string {
  const base = `/${encodeURIComponent(project)}`;
  return item.segment ? `${base}/${item.segment}` : base;
}

/** Pages that belong to a nav entry without lying below its address. */
const BELONGS_TO: Record<string, string> = {
  prompts: "artifacts",
  features: "artifacts",
  judges: "artifacts",
};

/** isCurrentItem: the overview only on itself, the others also on the pages below them. */
export function isCurrentItem(pathname: string, item: Pick<NavItem, "segment">): boolean {
  const segment = pathname.split("/")[2] ?? "";
  return (BELONGS_TO[segment] ?? segment) === item.segment;
}
