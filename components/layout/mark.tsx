import { cn } from "@/components/ui/cn.ts";

/** Mark: the tupelo tree, in the text colour. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 20 20" className={cn("shrink-0", className)}>
      <rect width="20" height="20" rx="4.5" fill="var(--fg)" />
      <g fill="none" stroke="var(--bg)" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M10 16v-5.4M10 12.4 6.4 9.2M10 10.8l3.6-3.2" />
        <circle cx="10" cy="5.6" r="1.9" />
        <circle cx="5.4" cy="7.8" r="1.6" />
        <circle cx="14.6" cy="6.4" r="1.6" />
      </g>
    </svg>
  );
}
