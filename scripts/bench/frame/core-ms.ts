/**
 * coreMs is the time that this process had on a core so far, in milliseconds: for work that waits for nobody, since
 * what else the machine does counts less so.
 */
export function coreMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
