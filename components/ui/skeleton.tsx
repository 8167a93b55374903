import { cn } from "@/components/ui/cn.ts";

/** Skeleton: a bar where words will be; invisible for its first 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("skeleton-in block h-2 rounded-sm bg-neutral-tint", className)} />;
}

const WIDTHS = ["w-3/4", "w-1/2", "w-2/3", "w-2/5"] as const;

/** SkeletonRows: rows of the real height, so that nothing jumps when data comes. */
export function SkeletonRows({ count = 5, label = "Loading" }: { count?: number; label?: string }) {
  const rows = Array.from({ length: count }, (_, row) => ({
    id: `row-${row}`,
    width: WIDTHS[row % WIDTHS.length],
  }));
  return (
    <div role="status" aria-label={label} className="overflow-hidden rounded-md border">
      {rows.map((row) => (
        <div
          key={row.id}
          className="flex h-(--row) items-center gap-6 border-hair border-b px-3 last:border-b-0"
        >
          <Skeleton className="w-24" />
          <span className="flex-1">
            <Skeleton className={row.width} />
          </span>
          <Skeleton className="w-16" />
        </div>
      ))}
    </div>
  );
}
