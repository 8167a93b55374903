"use client";

import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { cn } from "@/components/ui/cn.ts";

export type TabItem = { value: string; label: string; count?: number };

const LIST = "flex gap-4 overflow-x-auto border-b";
const TAB =
  "-mb-px inline-flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-0.5 text-neutral hover:text-fg phone:h-11";
const CURRENT = "border-fg font-semibold text-fg";

/** TabLinks: tabs that are addresses; preferred, since a link says all. */
export function TabLinks({
  items,
  label,
}: {
  items: readonly (TabItem & { href: string; isCurrent: boolean })[];
  label: string;
}) {
  return (
    <nav aria-label={label} className={LIST}>
      {items.map((item) => (
        <Link
          key={item.value}
          href={item.href}
          aria-current={item.isCurrent ? "page" : undefined}
          className={cn(TAB, item.isCurrent && CURRENT)}
        >
          {item.label}
          {item.count === undefined ? null : <span className="font-normal text-neutral">{item.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

type TabsProps = {
  items: readonly TabItem[];
  value: string;
  onChange: (value: string) => void;
  label: string;
  /** The panel of the chosen tab. */
  children: ReactNode;
};

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Tabs: within a page; arrows, Home and End move, Tab leads into the panel. */
export function Tabs({ items, value, onChange, label, children }: TabsProps) {
  const baseId = useId();
  const list = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const index = items.findIndex((item) => item.value === value);
    const next = items[step(index, items.length)];
    if (!next) return;
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  }

  return (
    <div className="flex flex-col gap-4">
      <div ref={list} role="tablist" aria-label={label} onKeyDown={move} className={LIST}>
        {items.map((item) => {
          const isCurrent = item.value === value;
          return (
            <button
              key={item.value}
              id={`${baseId}-${item.value}`}
              type="button"
              role="tab"
              data-value={item.value}
              aria-selected={isCurrent}
              aria-controls={isCurrent ? `${baseId}-panel` : undefined}
              tabIndex={isCurrent ? 0 : -1}
              onClick={() => onChange(item.value)}
              className={cn(TAB, isCurrent && CURRENT)}
            >
              {item.label}
              {item.count === undefined ? null : (
                <span className="font-normal text-neutral">{item.count}</span>
              )}
            </button>
          );
        })}
      </div>
      <div role="tabpanel" id={`${baseId}-panel`} aria-labelledby={`${baseId}-${value}`}>
        {children}
      </div>
    </div>
  );
}
