/**
 * Shows one line per step: what is being done, what it waits for, and how long it took.
 * On a terminal the seconds count up; elsewhere the line is written once.
 * @typedef {ReturnType<typeof createProgress>} Progress
 */

/** @param {{ write: (text: string) => unknown, isTTY?: boolean }} out */
export function createProgress(out) {
  return {
    /**
     * step runs one piece of work under one line.
     * @template T
     * @param {string} title @param {string} waitsFor why this may take a while
     * @param {() => Promise<T> | T} work
     * @returns {Promise<T>}
     */
    async step(title, waitsFor, work) {
      const startedAt = Date.now();
      const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
      const line = waitsFor === "" ? title : `${title} (${waitsFor})`;
      out.write(`  ${line} ... `);
      const redraw = () => out.write(`\r  ${line} ... ${seconds()} `);
      const timer = out.isTTY ? setInterval(redraw, 1000) : undefined;
      try {
        const result = await work();
        out.write(`${out.isTTY ? `\r  ${line} ... ` : ""}${seconds()}\n`);
        return result;
      } catch (error) {
        out.write(`${out.isTTY ? `\r  ${line} ... ` : ""}failed after ${seconds()}\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
    /** @param {string} text */
    say: (text) => out.write(`${text}\n`),
  };
}
