/** shorten keeps the start of a long text and says how much follows; whole letters, never half of a pair. Pure. */
export function shorten(text: string, most: number): { text: string; left: number } {
  const letters = [...text];
  if (letters.length <= most) return { text, left: 0 };
  return { text: letters.slice(0, most).join("").trimEnd(), left: letters.length - most };
}

/** stepFrom is the next row of a list: j goes down and k up, and the ends hold. -1 is "none yet". Pure. */
export function stepFrom(place: number, by: 1 | -1, count: number): number {
  if (count === 0) return -1;
  return place === -1 ? 0 : Math.min(Math.max(place + by, 0), count - 1);
}
