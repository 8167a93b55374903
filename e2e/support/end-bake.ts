import pg from "pg";
import type { Product } from "./start-product.ts";

/** endBake moves the bake of the open rollout of an environment 48 hours back, so that it is over. */
export async function endBake(product: Product, environment: string): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `UPDATE rollout SET "bakingSince" = "bakingSince" - interval '48 hours',
              "bakeUntil" = "bakeUntil" - interval '48 hours'
        WHERE environment = $1 AND state = 'baking'`,
      [environment],
    );
    if (rowCount !== 1) throw new Error(`${rowCount} rollouts bake in ${environment}.`);
  } finally {
    await client.end();
  }
}
