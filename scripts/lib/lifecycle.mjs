import { explain } from "./failure.mjs";
import { endedFailure, startedProcesses, stopEverything } from "./processes.mjs";
import { endRunningCommands } from "./run.mjs";

const PARENT_LOOK_MS = 300;

/**
 * createLifecycle decides when all ends: Ctrl-C, SIGTERM, the death of npm (which does not always pass signals on),
 * or a failure. Whatever comes first wins; `leave` never returns.
 * @param {{ progress: import("./progress.mjs").Progress, cleanUp: () => unknown,
 *   signalCode?: number }} parts signalCode: the exit code after a signal
 */
export function createLifecycle({ progress, cleanUp, signalCode = 0 }) {
  /** @type {Promise<void> | null} */
  let leaving = null;

  const stop = async () => {
    endRunningCommands();
    await stopEverything((name, work) => progress.step(`Stopping the ${name}`, "", work));
    await cleanUp();
  };

  /** @param {number} code @param {string} [message] */
  const leave = (code, message) => {
    leaving ??= (async () => {
      process.exitCode = code;
      if (message !== undefined) process.stderr.write(`\n${message}\n`);
      await stop().catch((error) => process.stderr.write(`${explain(error)}\n`));
      process.exit(code);
    })();
    return leaving;
  };

  const fail = (/** @type {unknown} */ error) => leave(1, explain(error));

  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => void leave(signalCode, "Stopping."));
  }
  if (process.env.npm_lifecycle_event !== undefined)
    watchParent(() => void leave(signalCode, "npm has ended; stopping."));

  return {
    fail,
    leave,
    /** watchProcesses ends everything with exit code 1 as soon as one process ends by itself. */
    watchProcesses() {
      for (const running of startedProcesses()) void running.exited.then(() => fail(endedFailure(running)));
    },
  };
}

/** @param {() => void} onGone */
function watchParent(onGone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_LOOK_MS);
  timer.unref();
}
