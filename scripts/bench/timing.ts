import { createHmac, randomBytes } from "node:crypto";
import { verify } from "@octokit/webhooks-methods";
import { seedProject } from "../../lib/db/testing/seed-project.ts";
import { createTestDatabase } from "../../lib/db/testing/test-database.ts";
import { forgetAttempts } from "../../lib/services/access/attempts.ts";
import { createApiKey } from "../../lib/services/access/create-api-key.ts";
import { hashPassword } from "../../lib/services/access/password.ts";
import { createKeySecret } from "../../lib/services/access/secrets.ts";
import { signIn } from "../../lib/services/access/sign-in.ts";
import { verifyApiKey } from "../../lib/services/access/verify-api-key.ts";
import { testContext } from "../../lib/services/testing/test-context.ts";

/**
 * Measures whether the time of a refusal tells what was right about the guess: a known e-mail or an unknown one, a key
 * whose prefix exists or not, a webhook's signature that differs at its first byte or at its last. The two of a pair
 * take turns, so that what else the machine does falls on both. Prints medians; says nothing about pass or fail.
 * Needs TEST_DATABASE_URL; `timing.ts 50` makes fewer tries, for a quick look.
 */
const [, , given = "5000"] = process.argv;
const TRIES = Number(given);
/** scrypt takes a tenth of a second by design, so a sign-in is tried less often. */
const SLOW_TRIES = Math.max(10, Math.round(TRIES / 25));
const WARM_UP = 20;
/** `tpl_`, eight hex digits and a line. */
const PREFIX_LENGTH = 13;
const WRONG = "not the password of anybody";

type Side = { name: string; run: () => Promise<unknown> };
type Row = { what: string; tries: number; firstMs: number; secondMs: number };

type Pair = { what: string; tries: number; first: Side; second: Side };

async function compare({ what, tries, first, second }: Pair): Promise<Row> {
  const times: Record<"first" | "second", number[]> = { first: [], second: [] };
  for (let index = -WARM_UP; index < tries; index += 1) {
    // Who goes first changes too, so that a warm cache helps both alike.
    const isEven = index % 2 === 0;
    const order = isEven ? (["first", "second"] as const) : (["second", "first"] as const);
    for (const side of order) {
      const startedAt = performance.now();
      await (side === "first" ? first : second).run();
      if (index >= 0) times[side].push(performance.now() - startedAt);
    }
  }
  return {
    what: `${what}: ${first.name} / ${second.name}`,
    tries,
    firstMs: median(times.first),
    secondMs: median(times.second),
  };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function compareSignatures(): Promise<Row> {
  const body = JSON.stringify({ action: "opened", padding: "x".repeat(2_000) });
  const secret = randomBytes(32).toString("hex");
  const right = createHmac("sha256", secret).update(body).digest();
  const differingAt = (index: number) => {
    const wrong = Buffer.from(right);
    wrong[index] = (wrong[index] ?? 0) ^ 0xff;
    return `sha256=${wrong.toString("hex")}`;
  };
  const side = (name: string, signature: string): Side => ({
    name,
    run: () => verify(secret, body, signature),
  });
  return compare({
    ...{ what: "webhook signature differing at", tries: TRIES },
    ...{ first: side("byte 1", differingAt(0)), second: side("byte 32", differingAt(31)) },
  });
}

function print(rows: readonly Row[]): void {
  console.log("| refused | tries each | median, first | median, second | difference |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const { what, tries, firstMs, secondMs } of rows) {
    const cells = [firstMs, secondMs, Math.abs(firstMs - secondMs)].map((ms) => `${ms.toFixed(3)} ms`);
    console.log(`| ${[what, tries, ...cells].join(" | ")} |`);
  }
}

async function main(): Promise<void> {
  const test = await createTestDatabase();
  try {
    const { principals } = await seedProject(test.db, { slug: "bench" });
    const ctx = testContext(test.db, principals.admin);
    await test.db.account.updateMany({ data: { passwordHash: await hashPassword("the real password") } });
    const guess = (email: string) => async () => {
      await signIn(ctx, { email, password: WRONG, previousSecret: null, address: null }).catch(() => null);
      await forgetAttempts({ subject: email, address: null });
    };
    const { secret } = await createApiKey(ctx, {
      ...{ project: "bench", name: "bench", environment: null, scopes: ["read"], expiresInDays: 1 },
    });
    const tail = createKeySecret().slice(PREFIX_LENGTH);
    const key = (text: string) => () => verifyApiKey(test.db, text, new Date());
    const signIns = await compare({
      ...{ what: "sign-in with a wrong password", tries: SLOW_TRIES },
      first: { name: "known e-mail", run: guess(principals.viewer.email) },
      second: { name: "unknown e-mail", run: guess("nobody@bench.example") },
    });
    const keys = await compare({
      ...{ what: "API key", tries: TRIES },
      first: { name: "prefix of a real one", run: key(`${secret.slice(0, PREFIX_LENGTH)}${tail}`) },
      second: { name: "prefix of none", run: key(`tpl_00000000_${tail}`) },
    });
    print([signIns, keys, await compareSignatures()]);
  } finally {
    await test.drop();
  }
}

await main();
