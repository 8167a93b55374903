import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn.ts";

export type Fact = {
  label: string;
  value: ReactNode;
  /** Follows the value in muted words. */
  qualifier?: ReactNode;
};

/** FactsStrip: at most six pairs in one line; a list of two columns below 1,200 px. */
export function FactsStrip({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl
      className={cn(
        "grid grid-cols-2 overflow-hidden rounded-md border wide:flex phone:grid-cols-1",
        className,
      )}
    >
      {facts.slice(0, 6).map((fact) => (
        <div
          key={fact.label}
          className="-mt-px -ml-px min-w-0 flex-auto border-hair border-t border-l px-4 py-2 wide:border-border"
        >
          <dt className="truncate text-meta text-neutral">{fact.label}</dt>
          <dd className="truncate text-body">
            {fact.value}
            {fact.qualifier ? <span className="text-neutral"> {fact.qualifier}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
