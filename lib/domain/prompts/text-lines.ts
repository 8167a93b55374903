/** createLineIndex finds the line (from 1) of a position in a text, in logarithmic time. */
export function createLineIndex(text: string): (position: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (position) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

/** plainLines is the lines of a text that begins on `first` of its file. */
export function plainLines(text: string, first: number): number[] {
  return text.split("\n").map((_, index) => first + index);
}

/** How far ahead the next line of a block may stand: YAML folds and quotes, but does not wander. */
const WINDOW = 3;

/**
 * locateLines finds the lines of a value in the file it was read from, where the file writes it as it is (block
 * scalars, plain scalars); a line that is not found has the line of the one before it. `from` is where the value begins.
 */
export function locateLines(fileLines: readonly string[], value: string, from: number): number[] {
  let cursor = Math.max(0, from - 1);
  return value.split("\n").map((line, index) => {
    const wanted = line.trim();
    if (wanted === "") return cursor + 1;
    const end = index === 0 ? cursor + WINDOW : cursor + WINDOW + 1;
    for (let at = index === 0 ? cursor : cursor + 1; at < end && at < fileLines.length; at += 1) {
      if (fileLines[at]?.includes(wanted)) {
        cursor = at;
        break;
      }
    }
    return cursor + 1;
  });
}

/** findKeyLine is the line (from 1) on which a key of YAML or JSON stands, at or after `from`; null when it is not found. */
export function findKeyLine(fileLines: readonly string[], key: string, from = 1): number | null {
  for (let at = from - 1; at < fileLines.length; at += 1) {
    const line = (fileLines[at] ?? "")
      .trimStart()
      .replace(/^(- |\{ ?)/, "")
      .trimStart();
    if (line.startsWith(`${key}:`) || line.startsWith(`"${key}"`) || line.startsWith(`'${key}'`))
      return at + 1;
  }
  return null;
}

/** findTextLine is the line (from 1) that contains a text, at or after `from`; null when none does. */
export function findTextLine(fileLines: readonly string[], text: string, from = 1): number | null {
  const wanted = text.trim();
  if (wanted === "") return null;
  const at = fileLines.findIndex((line, index) => index >= from - 1 && line.includes(wanted));
  return at === -1 ? null : at + 1;
}
