import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn.ts";

type SectionProps = {
  title: string;
  /** Muted words after the heading. */
  meta?: ReactNode;
  /** At the right end: a switch, a link, key caps. */
  actions?: ReactNode;
  /** Makes the section a place that links can point at. */
  id?: string;
  children: ReactNode;
  className?: string;
};

/** Section: heading 13/20 semibold, 8 px, content. */
export function Section({ title, meta, actions, id, children, className }: SectionProps) {
  return (
    <section id={id} aria-label={title} className={cn("flex min-w-0 scroll-mt-4 flex-col gap-2", className)}>
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <h2 className="font-semibold text-body">{title}</h2>
          {meta ? <span className="text-meta text-neutral">{meta}</span> : null}
        </div>
        {actions ? <div className="flex items-center gap-2 text-meta text-neutral">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
