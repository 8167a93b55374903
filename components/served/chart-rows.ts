/** A value of a line: null is no data, which is never drawn as zero. */
export type ChartPoint = { atMs: number; value: number | null };

/** All lines' values at one time; a line that has none there is broken. */
export type ChartRow = { atMs: number } & Record<string, number | null>;

/**
 * chartRows puts lines side by side, by time. A line without a value at a time is broken there; where no line has one
 * for longer than `stepMs`, an empty row breaks them all: a gap is no data, and nothing is drawn over it.
 */
export function chartRows(
  lines: readonly { key: string; points: readonly ChartPoint[] }[],
  stepMs: number,
): ChartRow[] {
  const valuesAt = new Map<number, Record<string, number | null>>();
  for (const { key, points } of lines) {
    for (const { atMs, value } of points) valuesAt.set(atMs, { ...valuesAt.get(atMs), [key]: value });
  }
  const rows: ChartRow[] = [];
  for (const [atMs, values] of [...valuesAt].sort(([left], [right]) => left - right)) {
    const last = rows.at(-1);
    if (last !== undefined && atMs - last.atMs > stepMs) rows.push({ atMs: last.atMs + stepMs });
    rows.push({ ...values, atMs });
  }
  return rows;
}
