import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn.ts";
import { controlClasses } from "@/components/ui/input.tsx";

/** Select: the browser's own list, which works by keyboard and on every phone. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <span className={cn("relative inline-flex w-full", className)}>
      <select {...props} className={cn(controlClasses, "h-(--control-md) appearance-none pr-8")}>
        {children}
      </select>
      <ChevronsUpDown
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2.5 size-3.5 text-neutral"
      />
    </span>
  );
}
