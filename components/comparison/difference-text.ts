import { formatSigned } from "@/components/ui/format-number.ts";

type Interval = { low: number; high: number } | null;

/** intervalText: a 95 % interval as people read it; too few pairs have none. */
export function intervalText(interval: Interval, digits: number, scale = 1): string {
  if (interval === null) return "too few";
  return `${formatSigned(interval.low * scale, digits)} to ${formatSigned(interval.high * scale, digits)}`;
}

/** evidenceWord: whether an interval shows a difference. */
export function evidenceWord(interval: Interval): string {
  if (interval === null) return "not enough";
  if (interval.low === 0 && interval.high === 0) return "the same";
  return interval.low > 0 || interval.high < 0 ? "differs" : "not enough";
}
