import { createLogger } from "../services/logging/logger.ts";
import { parseDataPlaneEnv } from "./data-plane-env.ts";
import { startDataPlane } from "./start-data-plane.ts";

/** Open requests get this long to finish after SIGTERM. */
const DRAIN_MS = 9_000;

const logger = createLogger("dataplane");

try {
  const dataPlane = await startDataPlane(parseDataPlaneEnv(process.env), logger);
  logger.info({ url: dataPlane.url }, "the data plane listens");
  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, "the data plane stops");
    dataPlane.stop(DRAIN_MS).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
} catch (error) {
  logger.fatal({ err: error }, "the data plane cannot start");
  process.exitCode = 1;
}
