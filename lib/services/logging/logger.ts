import { type Logger, pino } from "pino";

/** Names whose values never reach a log, wherever they sit in the first three levels of what is logged. */
const SECRET_NAMES = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  '["set-cookie"]',
  '["x-api-key"]',
];

/**
 * createLogger makes a process's logger: JSON lines on standard output, level from LOG_LEVEL (default `info`),
 * credentials blacked out.
 */
export function createLogger(name: string): Logger {
  return pino({ name, level: process.env.LOG_LEVEL ?? "info", redact: redaction() });
}

/** redaction says what pino blacks out. */
export function redaction(): { paths: string[]; censor: string } {
  const paths = SECRET_NAMES.flatMap((secret) =>
    ["", "*", "*.*"].map((prefix) =>
      prefix === "" || secret.startsWith("[") ? prefix + secret : `${prefix}.${secret}`,
    ),
  );
  return { paths, censor: "[redacted]" };
}
