import { readdirSync, readFileSync } from "node:fs";

/** killTree ends a process and all that it started, at once and without asking. */
export function killTree(pid: number): void {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
  }
  const doomed = [pid];
  for (const parent of doomed) {
    for (const [child, itsParent] of parents) if (itsParent === parent) doomed.push(child);
  }
  for (const one of doomed) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

function parentOf(pid: string): number {
  try {
    // The name in parentheses may hold anything; what follows the last one is numbers.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(parent);
  } catch {
    return 0;
  }
}
