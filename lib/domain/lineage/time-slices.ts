const FIRST_MS = 60_000;
const GROWTH = 4;

export type TimeSlice = { from: Date; until: Date };

/**
 * timeSlices cuts [from, until) into slices from its end backwards, each four times as long as the one before it: who
 * looks for the newest rows of a busy time reads a minute, of a quiet one a few slices more.
 */
export function timeSlices(from: Date, until: Date): TimeSlice[] {
  const slices: TimeSlice[] = [];
  let end = until.getTime();
  for (let width = FIRST_MS; end > from.getTime(); width *= GROWTH) {
    const start = Math.max(from.getTime(), end - width);
    slices.push({ from: new Date(start), until: new Date(end) });
    end = start;
  }
  return slices;
}
