import type { ReactNode } from "react";
import { Glyph } from "@/components/status/glyph.tsx";
import { ROLE_CLASSES } from "@/components/status/role-classes.ts";
import { type GlyphName, ROLE_GLYPH, type StatusRole } from "@/components/status/status-table.ts";
import { cn } from "@/components/ui/cn.ts";

type CalloutProps = {
  role: StatusRole;
  title: ReactNode;
  children?: ReactNode;
  /** Buttons at the right end. */
  actions?: ReactNode;
  glyph?: GlyphName;
  /** With tint and border; without, a line in a list. */
  isBoxed?: boolean;
};

/** Callout: one thing to know, as a title and a sentence with its numbers. */
export function Callout({ role, title, children, actions, glyph, isBoxed = true }: CalloutProps) {
  const look = ROLE_CLASSES[role];
  return (
    <div
      className={cn(
        "flex min-w-0 flex-wrap items-start gap-x-3 gap-y-2",
        isBoxed && cn("rounded-md border px-4 py-3", look.tint, look.edge),
      )}
    >
      <Glyph name={glyph ?? ROLE_GLYPH[role]} className={cn("mt-0.5 size-4", look.text)} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-semibold text-body">{title}</p>
        {children ? (
          <div className={cn("text-meta", isBoxed ? "text-fg" : "text-neutral")}>{children}</div>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
