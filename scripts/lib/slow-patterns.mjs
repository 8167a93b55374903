/**
 * slowReason says why a pattern may look at a text more than once for each of its characters; null where neither
 * known reason is there. One: a repetition inside a repetition. Two: a search that is not tied to a start and begins
 * with a repetition, so that every character of a long run is tried as its beginning.
 * @param {string} source
 * @returns {string | null}
 */
export function slowReason(source, flags = "") {
  const parts = readParts(source);
  if (parts.some((part) => part.isRepeated && part.holdsRepeat)) return "a repetition inside a repetition";
  const isSearch = parts.some(({ branch, isRepeated }, at) => {
    const isFirst = parts[at - 1]?.branch !== branch;
    return isFirst && isRepeated && parts[at + 1]?.branch === branch;
  });
  return isSearch && !flags.includes("y") ? "a search that begins with a repetition" : null;
}

/**
 * The atoms and groups of a pattern: in which alternative, repeated without an end or not, and what is inside.
 * @param {string} source
 */
function readParts(source) {
  /** @type {{ branch: number, isRepeated: boolean, holdsRepeat: boolean }[]} */
  const parts = [];
  /** @type {{ holdsRepeat: boolean }[]} */
  const open = [];
  let branch = 0;
  for (let at = 0; at < source.length; ) {
    const start = at;
    if (source[at] === "(") {
      open.push({ holdsRepeat: false });
      at += /^\((\?(:|=|!|<=|<!|<\w+>))?/.exec(source.slice(at, at + 40))?.[0].length ?? 1;
      continue;
    }
    const isEnd = source[at] === ")";
    if (source[at] === "\\") at += 2;
    else if (source[at] === "[") at = endOfClass(source, at);
    else at += 1;
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at, at + 20))?.[0] ?? "";
    at += quantifier.length;
    const isRepeated = /^(?:[*+]|\{\d+,\})/.test(quantifier);
    const group = isEnd ? open.pop() : undefined;
    if (source[start] === "|") branch += open.length === 0 ? 1 : 0;
    else parts.push({ branch, isRepeated, holdsRepeat: group?.holdsRepeat ?? false });
    for (const outer of open) outer.holdsRepeat ||= isRepeated;
  }
  return parts;
}

/**
 * @param {string} source
 * @param {number} start
 */
function endOfClass(source, start) {
  let at = start + 1;
  while (at < source.length && source[at] !== "]") at += source[at] === "\\" ? 2 : 1;
  return at + 1;
}
