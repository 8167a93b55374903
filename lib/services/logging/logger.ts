import pino, { type Logger } from "pino";

/** Never in a log, wherever an object carries it. */
const SECRETS = [
  "password",
  "token",
  "secret",
  "authorization",
  "cookie",
  "passwordHash",
  "secretHash",
  "tokenHash",
];

/** createLogger makes a process's logger: JSON lines on stdout, without secrets; LOG_LEVEL sets how much. */
export function createLogger(name: string): Logger {
  return pino({
    name,
    level: process.env.LOG_LEVEL ?? "info",
    redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`]), censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
