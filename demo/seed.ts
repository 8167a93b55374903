import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createApiKey } from "../lib/services/access/create-api-key.ts";
import { buildDemoRepository } from "./build-repository.ts";
import { createDemoWorld, type DemoWorld, openWorldDatabase } from "./demo-world.ts";
import { MEI } from "./repository/commits.ts";
import { sendCanaryTraffic } from "./send-canary-traffic.ts";
import { sendDemoTraffic } from "./send-traffic.ts";
import {
  adoptBaseline,
  approveAndServe,
  compose,
  hoursAgo,
  nameByHand,
  propose,
  rollBackProduction,
  takeNextStep,
} from "./tell-story.ts";

const SLUG = "deploybuddy";
const REPOSITORY = "deploybuddy.git";
const SUPPORT = { prompt: "support@2.8", model: "lora@1.9", feature_view: "releases@5" };

/** The first run: the DeployBuddy project, its people and keys, and its history, made by the real services. */
async function main(): Promise<void> {
  const { DATABASE_URL, OPS_REPO_DIR, NEXTAUTH_SECRET, DATA_DIR = ".data" } = process.env;
  if (DATABASE_URL === undefined || OPS_REPO_DIR === undefined || NEXTAUTH_SECRET === undefined) {
    throw new Error("The demo needs DATABASE_URL, OPS_REPO_DIR and NEXTAUTH_SECRET; `npm start` sets them.");
  }
  const db = openWorldDatabase(DATABASE_URL);
  if ((await db.account.count()) > 0) return db.$disconnect();
  const end = new Date();
  const clock = { at: hoursAgo(end, 96) };
  const directory = path.join(OPS_REPO_DIR, REPOSITORY);
  await buildDemoRepository({ directory, now: clock.at });
  const world = await createDemoWorld(db, {
    ...{
      databaseUrl: DATABASE_URL,
      opsRepoDir: OPS_REPO_DIR,
      authSecret: NEXTAUTH_SECRET,
      slug: SLUG,
      repository: REPOSITORY,
      clock,
    },
  });
  clock.at = hoursAgo(end, 95);
  await adoptBaseline(world);
  const apiKeys = await createKeys(world);
  await writeFirstRun(DATA_DIR, { accounts: world.accounts, apiKeys });
  const story = { end, databaseUrl: DATABASE_URL, apiKeys, directory };
  await tellOfProduction(world, story);
  await tellOfTheOthers(world, story);
  await world.close();
}

type Keys = Record<"gateway" | "gatewayEu" | "ci" | "read", string>;
type Story = { end: Date; databaseUrl: string; apiKeys: Keys; directory: string };

/** A release that was taken back, and two candidates that wait: a good one, and one that costs too much. */
async function tellOfProduction(world: DemoWorld, { end, databaseUrl, apiKeys }: Story): Promise<void> {
  const at = (hours: number) => {
    world.clock.at = hoursAgo(end, hours);
  };
  at(73);
  const stale = await compose(world, SUPPORT, "candidate-features");
  const first = await propose(world, stale, "Read release history from the new feature view");
  at(71);
  await approveAndServe(
    world,
    first,
    "Better answers at about the same cost. The new view passes the golden set.",
  );
  at(24);
  await sendDemoTraffic(world, { databaseUrl, apiKey: apiKeys.gateway, at: hoursAgo(end, 24) });
  at(22);
  await rollBackProduction(
    world,
    "SLA estimates in us-west are off by one day since the new feature view (req_8a2)",
  );
  at(5);
  const good = await compose(
    world,
    { ...SUPPORT, prompt: "support@2.8.1", feature_view: "releases@4" },
    "candidate-good",
  );
  await propose(world, good, "Say the SLA date first, then the reason");
  at(3);
  const wordy = await compose(
    world,
    { ...SUPPORT, prompt: "support@2.9", feature_view: "releases@4" },
    "candidate-more-tokens",
  );
  await propose(world, wordy, "Think step by step before the estimate");
}

/** A canary that is on its way in Europe, and a change to staging that nobody reviewed. */
async function tellOfTheOthers(world: DemoWorld, { end, databaseUrl, apiKeys, directory }: Story) {
  world.clock.at = hoursAgo(end, 2.5);
  const adapter = await compose(
    world,
    { ...SUPPORT, model: "lora@2.0", feature_view: "releases@4", promotion_policy: "deploy-assistant-eu@1" },
    "candidate-good",
  );
  const number = await propose(world, adapter, "Try adapter 2.0 in Europe first", "production-eu");
  world.clock.at = hoursAgo(end, 2);
  const comment = "Only in Europe, and in steps: one user in a hundred first.";
  const rollout = await approveAndServe(world, number, comment);
  world.clock.at = hoursAgo(end, 1.25);
  await takeNextStep(world, rollout, "45 minutes at 1 % without a complaint from the Europe team.");
  await sendCanaryTraffic({ databaseUrl, apiKey: apiKeys.gatewayEu, at: end });
  world.clock.at = hoursAgo(end, 0.25);
  await nameByHand(world, directory, {
    ...{ environment: "staging", releaseId: await quarantinedRelease(world), author: MEI },
    message: "Try the new feature view in staging again",
  });
}

/** The release that was taken back in production. */
async function quarantinedRelease({ db, projectId }: DemoWorld): Promise<string> {
  return (await db.quarantine.findFirstOrThrow({ where: { projectId } })).releaseId;
}

async function createKeys(world: DemoWorld): Promise<Keys> {
  const admin = world.as("admin");
  const make = async (
    name: string,
    environment: string | null,
    scopes: Parameters<typeof createApiKey>[1]["scopes"],
  ) => (await createApiKey(admin, { project: SLUG, name, environment, scopes, expiresInDays: 365 })).secret;
  return {
    gateway: await make("gateway", "production", ["flags:evaluate", "traces:write"]),
    gatewayEu: await make("gateway-eu", "production-eu", ["flags:evaluate", "traces:write"]),
    ci: await make("ci", null, ["read", "releases:write", "evals:write", "promotions:propose"]),
    read: await make("read", null, ["read"]),
  };
}

/** The passwords and keys of this installation, for its owner alone. */
async function writeFirstRun(dataDir: string, secrets: object): Promise<void> {
  const {
    PORT = "3000",
    DATA_PLANE_PORT = "4318",
    HOST = "127.0.0.1",
    DATA_PLANE_HOST = "127.0.0.1",
  } = process.env;
  const body = {
    url: `http://${HOST}:${PORT}`,
    dataPlaneUrl: `http://${DATA_PLANE_HOST}:${DATA_PLANE_PORT}`,
    project: SLUG,
    ...secrets,
  };
  await mkdir(dataDir, { recursive: true });
  await writeFile(path.join(dataDir, "first-run.json"), `${JSON.stringify(body, null, 2)}\n`, {
    mode: 0o600,
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
