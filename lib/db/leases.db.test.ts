import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { releaseLease, takeLease } from "./leases.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const expire = (name: string) =>
  database.db.$executeRaw`UPDATE lease SET "expiresAt" = now() - interval '1 second' WHERE name = ${name}`;

describe("a lease", () => {
  test("has one holder at a time, also when many ask at once", async () => {
    const holders = ["a", "b", "c", "d", "e"];
    const taken = await Promise.all(holders.map((holder) => takeLease(database.db, "many", holder, 30)));
    expect(taken.filter((lease) => lease !== null)).toHaveLength(1);
  });

  test("is renewed by its holder with the same fencing number", async () => {
    expect(await takeLease(database.db, "renewed", "a", 30)).toEqual({ name: "renewed", fencing: 1n });
    expect(await takeLease(database.db, "renewed", "a", 30)).toEqual({ name: "renewed", fencing: 1n });
  });

  test("goes to another with a higher fencing number once it has run out, and the old holder is refused", async () => {
    await takeLease(database.db, "expired", "a", 30);
    expect(await takeLease(database.db, "expired", "b", 30)).toBeNull();
    await expire("expired");
    expect(await takeLease(database.db, "expired", "b", 30)).toEqual({ name: "expired", fencing: 2n });
    expect(await takeLease(database.db, "expired", "a", 30)).toBeNull();
  });

  test("can be taken at once after its holder gave it back; nobody else can give it back", async () => {
    await takeLease(database.db, "released", "a", 30);
    await releaseLease(database.db, "released", "b");
    expect(await takeLease(database.db, "released", "b", 30)).toBeNull();
    await releaseLease(database.db, "released", "a");
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await takeLease(database.db, "released", "b", 30)).not.toBeNull();
  });
});
