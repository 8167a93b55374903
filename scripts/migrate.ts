/** `npm run migrate`: brings the database of DATABASE_URL (or DATABASE_URL_DIRECT) to the newest schema. */
import { migrate } from "../lib/db/migrate.ts";

const url = process.env.DATABASE_URL_DIRECT || process.env.DATABASE_URL;

try {
  if (url === undefined)
    throw new Error("DATABASE_URL is not set: write postgres://user:password@host:5432/database.");
  const applied = await migrate(url);
  console.log(applied.length === 0 ? "The database is current." : `Applied ${applied.join(", ")}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
  process.exitCode = 1;
}
