import pg from "pg";

/**
 * Postgres' own cost of a random page is that of a turning disk, by which it reads whole tables of windows where an
 * index would do: it took 9 ms for seven days instead of 3.5.
 */
const SESSION_OPTIONS =
  "-c statement_timeout=10000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC -c random_page_cost=1.1";

/**
 * createTracePool opens the plain pool that traces use (at most `max` connections, a connection within 5 s: a busy machine takes its time).
 * `onError` hears of idle connections that broke; the pool replaces them by itself.
 */
export function createTracePool(url: string, onError: (error: Error) => void, max = 4): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: 5_000,
    query_timeout: 12_000,
    application_name: "tupelo-traces",
  });
  pool.on("error", onError);
  // A connection that breaks while it is lent out tells only itself, and an error that nobody hears ends the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
