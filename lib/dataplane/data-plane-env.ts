import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);

const envSchema = z.object({
  DATABASE_URL: z.string().min(1),
  /** Past a pooler, for LISTEN. */
  DATABASE_URL_DIRECT: z.string().min(1).optional(),
  /** The installation's secret, from which the keys that sign assignments are derived; without it none are given or checked. */
  NEXTAUTH_SECRET: z.string().min(32, "set it to what the console's is set to").optional(),
  DATA_PLANE_PORT: port.default(4318),
  DATA_PLANE_HOST: z.string().min(1).default("127.0.0.1"),
  /** Spans and log records that one key may send per second. */
  INGEST_ITEMS_PER_SECOND: z.coerce.number().int().min(1).default(50_000),
  /** Days that requests are kept, and their contents (outputs, feature values), which may go earlier. */
  TRACE_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  PAYLOAD_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
});

export type DataPlaneEnv = z.infer<typeof envSchema>;

/** parseDataPlaneEnv reads the process's settings once. Throws an error that names each wrong one. */
export function parseDataPlaneEnv(env: Record<string, string | undefined>): DataPlaneEnv {
  const parsed = envSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The data plane cannot start. ${problems.join("; ")}`);
}
