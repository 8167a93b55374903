import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";

export type Database = PrismaClient;
/** What a repository works in: a transaction of its caller. */
export type Transaction = Prisma.TransactionClient;
/** What a query reads from: the database itself or a transaction. */
export type Reader = Database | Transaction;

const SESSION_OPTIONS =
  "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC";

/** createDatabase opens a pool of at most `max` connections; statements may take 5 s, locks 2 s. */
export function createDatabase(url: string, max = 10): Database {
  const adapter = new PrismaPg({ connectionString: url, max, options: SESSION_OPTIONS });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 15_000 } });
}
