import { execFile } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { z } from "zod";
import type { InferenceCallRow } from "../../../lib/db/traces/trace-rows.ts";

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, "../../..");
const SCHEMA = path.join(import.meta.dirname, "traces.prisma");
const CLIENT = path.join(ROOT, "node_modules/.cache/bench-prisma/client.ts");

type Peer = {
  /** Inserts all rows in one call; answers how many Prisma says it made. */
  createMany: (rows: readonly InferenceCallRow[]) => Promise<number>;
  close: () => Promise<void>;
};

type BenchClient = {
  inferenceCall: {
    createMany: (input: { data: readonly InferenceCallRow[]; skipDuplicates: boolean }) => Promise<{
      count: number;
    }>;
  };
  $disconnect: () => Promise<void>;
};
type Construct = new (options: { adapter: PrismaPg }) => BenchClient;

/** What the generated module has to offer; it is not there before the bench has made it. */
const generated = z.object({ PrismaClient: z.custom<Construct>((value) => typeof value === "function") });

/**
 * openPrismaCreateMany makes a Prisma client for the table of calls, which only the bench has, and connects it as the
 * product connects its own: by the driver adapter for pg. Rows that are there already are left out, as by every peer.
 */
export async function openPrismaCreateMany(url: string): Promise<Peer> {
  await run(process.execPath, ["node_modules/prisma/build/index.js", "generate", "--schema", SCHEMA], {
    cwd: ROOT,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
  });
  const { PrismaClient } = generated.parse(await import(pathToFileURL(CLIENT).href));
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 4 }) });
  return {
    createMany: async (data) => (await client.inferenceCall.createMany({ data, skipDuplicates: true })).count,
    close: () => client.$disconnect(),
  };
}
