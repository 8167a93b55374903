import { Logger, runOnce } from "graphile-worker";
import { setRuntime } from "../../../lib/server/context.ts";
import { testRuntime } from "../../../lib/server/testing/test-runtime.ts";
import { rotateGitHookSecret } from "../../../lib/services/hooks/git-hook.ts";
import { type Dump, dumpTables } from "../../../lib/services/testing/dump-tables.ts";
import { createLoneMotionWorld } from "../../../lib/services/testing/motion-database.ts";
import type { MotionWorld } from "../../../lib/services/testing/motion-world.ts";
import { buildTaskList } from "../../../lib/worker/tasks/index.ts";
import { POST } from "../v1/projects/[project]/git/webhook/route.ts";
import { signedHook } from "./api-requests.ts";

/** The repository of nearly all of GitHub's example payloads. */
export const EXAMPLE_REPOSITORY = "Codertocat/Hello-World";

const SILENT = new Logger(() => () => undefined);

export type HookAnswer = { status: number; code: string | null; outcome: string | null };

/** A project that takes webhooks as one on GitHub does, with what came of them. */
export type HookWorld = MotionWorld & {
  secret: string;
  /** Sends a signed webhook through the route; headers replace those of the signature. */
  hook: (event: string, body: string, options?: HookOptions) => Promise<HookAnswer>;
  /** Sends these bytes with these headers, signed or not. */
  post: (body: Uint8Array | string, headers: Record<string, string>, project?: string) => Promise<HookAnswer>;
  /** How many jobs wait, by name. */
  jobs: () => Promise<Record<string, number>>;
  /** Runs all that waits, as the worker does. */
  work: () => Promise<void>;
  /** All rows of the console but those that only remember deliveries. */
  dump: () => Promise<Dump>;
  leave: () => Promise<void>;
};
export type HookOptions = { delivery?: string; secret?: string; project?: string };

/** createHookWorld makes a project with a webhook's secret; its repository is a local one, said to be on GitHub. */
export async function createHookWorld(): Promise<HookWorld> {
  const world = await createLoneMotionWorld();
  const { test } = world;
  await test.db.project.update({
    where: { id: world.project.id },
    data: { gitHost: "github", repository: EXAMPLE_REPOSITORY },
  });
  const runtime = { ...testRuntime({ now: world.clock.at }, test), gitHostFor: world.gitHostFor };
  runtime.now = () => world.clock.at;
  setRuntime(runtime);
  const { secret } = await rotateGitHookSecret(world.as("admin"), {
    ...{ params: world.params, body: { endOldSecret: false } },
  });
  const post: HookWorld["post"] = async (body, headers, project = world.project.slug) => {
    const response = await POST(
      new Request(`http://127.0.0.1:3000/api/v1/projects/${project}/git/webhook`, {
        ...{ method: "POST", body: new Blob([typeof body === "string" ? body : new Uint8Array(body)]) },
        headers: { "content-type": "application/json", ...headers },
      }),
    );
    const answer: { code?: string; outcome?: string } = await response.json();
    return { status: response.status, code: answer.code ?? null, outcome: answer.outcome ?? null };
  };
  let serial = 0;
  return {
    ...{ ...world, secret, post },
    hook: (event, body, options = {}) => {
      serial += 1;
      const delivery = options.delivery ?? `00000000-0000-4000-8000-${`${serial}`.padStart(12, "0")}`;
      const { headers = {} } = signedHook(options.secret ?? secret, body, { event, delivery });
      return post(body, headers, options.project);
    },
    jobs: async () => {
      const rows = await test.db.$queryRaw<{ name: string; count: bigint }[]>`
        SELECT task_identifier AS name, count(*) AS count FROM graphile_worker.jobs GROUP BY 1`;
      return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
    },
    work: async () => {
      const { db, traces, logger, gitHostFor, secretBox, now } = runtime;
      const publicUrl = "https://console.example";
      const tasks = buildTaskList({ db, traces, logger, gitHostFor, secretBox, now, publicUrl });
      const { "deliver-notification": _nobodyListens, ...taskList } = tasks;
      await runOnce({ connectionString: test.url, taskList, logger: SILENT, noHandleSignals: true });
    },
    dump: () => dumpTables(test.db, ["public"], ["public.webhook_delivery"]),
    leave: async () => {
      await runtime.traces.end();
      setRuntime(undefined);
      world.close();
      await test.drop();
    },
  };
}
