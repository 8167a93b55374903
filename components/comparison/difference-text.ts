import { formatSigned } from "@/components/ui/format-number.ts";

type Interval = { low: number; high: number } | null;

/** intervalText: a 95 % interval as people read it; too few pairs have none. */
export function intervalText(interval: Interval, digits: number, scale = 1): string {
  if (interval === null) return "too few";
  return `${formatSigned(interval.low * scale, digits)} to ${formatSigned(interval.high * scale, digits)}`;
}

/** excludesZero: the interval lies on one side of 0. */
export function excludesZero(interval: Interval): boolean {
  return interval !== null && (interval.low > 0 || interval.high < 0);
}
