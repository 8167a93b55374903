/** A failure that a person can act on: its message is one sentence that says what to do. No stack is shown. */
export class Failure extends Error {
  /** @param {string} sentence @param {{ details?: string }} [options] details: last lines of a log, shown below */
  constructor(sentence, options = {}) {
    super(sentence);
    this.name = "Failure";
    this.details = options.details;
  }
}

const NO_SPACE = /ENOSPC|No space left on device|not enough space/i;

/**
 * explain turns any error into the lines that are printed before leaving.
 * @param {unknown} error
 * @returns {string}
 */
export function explain(error) {
  const text = error instanceof Error ? error.message : String(error);
  const details = error instanceof Failure && error.details ? `\n${error.details}` : "";
  if (NO_SPACE.test(text) || NO_SPACE.test(details)) {
    return "The disk is full: free some space and start again; what was there before is unharmed.";
  }
  if (error instanceof Failure) return `${text}${details}`;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    const path = error instanceof Error && "path" in error ? String(error.path) : "a file";
    return `${path} cannot be written: give this user the right to, or name another folder with DATA_DIR.`;
  }
  return `Something unexpected happened: ${text}`;
}
