import { cn } from "@/components/ui/cn.ts";

/** Kbd: a key cap. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border bg-bg px-1 font-sans text-chart text-neutral",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
