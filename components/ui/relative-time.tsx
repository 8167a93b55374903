"use client";

import { formatRelative, formatUtc, toDate } from "@/components/ui/format-time.ts";
import { useNow } from "@/components/ui/use-now.ts";

type TimeProps = { at: Date | string | number; className?: string };

/** RelativeTime: "38 min ago" in a browser, absolute UTC from the server and in the title. */
export function RelativeTime({ at, className }: TimeProps) {
  const now = useNow();
  const date = toDate(at);
  if (!date) return <span className={className}>unknown time</span>;
  const absolute = formatUtc(date, { hasSeconds: true });
  return (
    <time dateTime={date.toISOString()} title={absolute} className={className}>
      {now ? formatRelative(date, now) : formatUtc(date)}
    </time>
  );
}

/** AbsoluteTime: for audit rows and charts, where "ago" would rot. Seconds unless told otherwise. */
export function AbsoluteTime({ at, className, hasSeconds = true }: TimeProps & { hasSeconds?: boolean }) {
  const date = toDate(at);
  if (!date) return <span className={className}>unknown time</span>;
  return (
    <time dateTime={date.toISOString()} className={className}>
      {formatUtc(date, { hasSeconds })}
    </time>
  );
}
