import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn.ts";

/** Page: the column of a page; sections stand 24 apart. */
export function Page({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("flex min-w-0 flex-col gap-6", className)}>{children}</div>;
}

/** WithRail: content and a rail of 288 that stays while the page scrolls; below 1,200 px it follows, or leads. */
export function WithRail({
  rail,
  isRailFirst,
  children,
}: {
  rail: ReactNode;
  isRailFirst?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-6 wide:grid-cols-[minmax(0,1fr)_288px]">
      <div className="flex min-w-0 flex-col gap-6">{children}</div>
      <aside aria-label="Beside the page" className={cn("min-w-0", isRailFirst && "max-wide:order-first")}>
        <div className="flex flex-col gap-4 wide:sticky wide:top-4">{rail}</div>
      </aside>
    </div>
  );
}
