import { AppError } from "../domain/errors.ts";

/** Prisma and Postgres codes that mean: not reachable, not ready, too busy, or timed out. Trying again may help. */
const UNAVAILABLE_CODES = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1008",
  "P1011",
  "P1017",
  "P2024",
  "P2028",
  "P2034",
  "P2037",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOENT",
  "ENOTFOUND",
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "53300",
  "55P03",
  "40001",
  "40P01",
  "08000",
  "08001",
  "08003",
  "08006",
  "25P03",
]);
const UNIQUE_CODES = new Set(["P2002", "23505"]);

/** isAppError knows an AppError by its name too: a bundler may load the class twice. */
export function isAppError(error: unknown): error is AppError {
  return (
    error instanceof AppError || (error instanceof Error && error.name === "AppError" && "code" in error)
  );
}

/** toAppError turns whatever was thrown into a problem that may be shown; the original stays in `internal`. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof Error && error.name === "GitUnavailable") {
    return new AppError("unavailable", "The git host cannot be reached now; try again in a moment.", {
      internal: error,
    });
  }
  const codes = codesOf(error);
  if (codes.some((code) => UNAVAILABLE_CODES.has(code))) {
    return new AppError(
      "unavailable",
      "The database cannot be reached or is too busy; try again in a moment.",
      {
        internal: error,
      },
    );
  }
  if (codes.some((code) => UNIQUE_CODES.has(code))) {
    return new AppError("version-conflict", "Someone did the same at the same time; look at it again.", {
      internal: error,
    });
  }
  return new AppError(
    "internal",
    "Something went wrong on our side; name the request id when you report it.",
    {
      internal: error,
    },
  );
}

/** The codes of an error and of what caused it; a driver adapter nests the database's own code. */
function codesOf(error: unknown, depth = 0): string[] {
  if (depth > 5 || typeof error !== "object" || error === null) return [];
  const own = ["code", "originalCode", "kind"].flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    if (value === "DatabaseNotReachable" || value === "ConnectionClosed" || value === "SocketTimeout")
      return ["P1001"];
    return typeof value === "string" ? [value] : [];
  });
  const nested = [
    Reflect.get(error, "cause"),
    Reflect.get(error, "meta"),
    Reflect.get(error, "driverAdapterError"),
  ];
  return [...own, ...nested.flatMap((inner) => codesOf(inner, depth + 1))];
}
