import pg from "pg";
import type { Account, Product } from "./start-product.ts";

/** ageProof moves the last proof of identity in an account's sessions an hour back. */
export async function ageProof(product: Product, { email }: Pick<Account, "email">): Promise<void> {
  const client = new pg.Client({ connectionString: product.databaseUrl });
  await client.connect();
  try {
    await client.query(
      `UPDATE session SET "provedAt" = "provedAt" - interval '1 hour'
        WHERE "accountId" = (SELECT id FROM account WHERE email = $1)`,
      [email],
    );
  } finally {
    await client.end();
  }
}
