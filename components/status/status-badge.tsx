import type { ReactNode } from "react";
import { Glyph } from "@/components/status/glyph.tsx";
import { ROLE_CLASSES } from "@/components/status/role-classes.ts";
import {
  type AnyStatus,
  describeStatus,
  type GlyphName,
  ROLE_GLYPH,
  type StatusRole,
} from "@/components/status/status-table.ts";
import { cn } from "@/components/ui/cn.ts";

/** tint beside headings, plain inside tables, solid at most once a page: the thing that needs a person. */
export type BadgeVariant = "tint" | "plain" | "solid";

type RoleBadgeProps = {
  role: StatusRole;
  glyph?: GlyphName;
  variant?: BadgeVariant;
  isLive?: boolean;
  title?: string;
  children: ReactNode;
};

/** RoleBadge: words of one's own ("Drift, 38 min") with the look of a role. */
export function RoleBadge({ role, glyph, variant = "tint", isLive, title, children }: RoleBadgeProps) {
  const look = ROLE_CLASSES[role];
  return (
    <span
      title={title}
      className={cn(
        "inline-flex max-w-full items-center gap-1.25 whitespace-nowrap rounded-sm align-middle text-meta",
        variant === "tint" && cn("h-5 pr-1.75 pl-1.25 phone:h-6", look.text, look.tint),
        variant === "plain" && look.text,
        variant === "solid" && cn("h-5.5 px-1.75 font-semibold text-on-solid phone:h-6.5", look.solid),
      )}
    >
      <Glyph name={glyph ?? ROLE_GLYPH[role]} isSpinning={isLive} />
      <span className="truncate">{children}</span>
    </span>
  );
}

type StatusBadgeProps = AnyStatus & {
  variant?: BadgeVariant;
  /** Follows the word: "5 of 14", "38 min". */
  detail?: string;
  title?: string;
};

/** StatusBadge: a state's word, shape and colour, all from the one status table. */
export function StatusBadge({ family, state, variant, detail, title }: StatusBadgeProps) {
  const status = describeStatus(family, state);
  return (
    <RoleBadge role={status.role} glyph={status.glyph} variant={variant} isLive={status.isLive} title={title}>
      {detail ? `${status.word}, ${detail}` : status.word}
    </RoleBadge>
  );
}
