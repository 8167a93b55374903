import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { createTestDatabase } from "../../lib/db/testing/test-database.ts";
import { createLocalHost } from "../../lib/git/local-host.ts";
import { syncRepository } from "../../lib/services/registry/sync-repository.ts";
import { testContext } from "../../lib/services/testing/test-context.ts";

/**
 * Measures how a large ops repository is read: FILES files, each brought by a commit of its own, then nothing new, then
 * one commit more. The repository is made in a process of its own, so that the memory is the reader's. Needs
 * TEST_DATABASE_URL. Exits 1 when a goal is missed or a count is wrong.
 */
const [, , mode = "5000"] = process.argv;
const GOALS = {
  firstSeconds: 60,
  againSeconds: 1,
  oneMoreSeconds: 1,
  firstMebibytes: 300,
  peakMebibytes: 350,
};
const LAYOUT = `project: bench
layout:
  prompt: prompts/{name}/{name}@{version}.md
  feature_view: features/{name}.py
environments:
  production: { aliases: deployments/production/aliases.yaml }
`;

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;

function commitOf(number: number, parent: string): string {
  const file =
    number % 2 === 0 ? `prompts/p${number % 200}/p${number % 200}@${number}.md` : `features/view${number}.py`;
  const text = `Prompt ${number}.\n${"Answer from the passages only. ".repeat(20)}\n`;
  const layout = number === 1 ? `M 100644 inline tupelo.yaml\n${data(LAYOUT)}` : "";
  return (
    `commit refs/heads/main\ncommitter Ada <ada@bench.example> ${1_775_000_000 + number} +0000\n` +
    `${data(`Change ${number}`)}${parent}${layout}M 100644 inline ${file}\n${data(text)}`
  );
}

function importCommits(directory: string, from: number, to: number): void {
  const stream: string[] = [];
  for (let n = from; n <= to; n += 1) {
    stream.push(commitOf(n, n === from && n > 1 ? "from refs/heads/main^0\n" : ""));
  }
  execFileSync("git", [`--git-dir=${directory}`, "fast-import", "--quiet"], { input: stream.join("") });
}

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1000, result };
}

function importInChild(directory: string, from: number, to: number): void {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), "import", directory, `${from}`, `${to}`];
  execFileSync(process.execPath, args, { stdio: "inherit" });
}

async function measure(files: number): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), "tupelo-bench-"));
  const database = await createTestDatabase();
  const misses: string[] = [];
  const expectThat = (isSo: boolean, sentence: string) => {
    if (!isSo) misses.push(sentence);
  };
  try {
    execFileSync("git", ["init", "-q", "--bare", "-b", "main", directory]);
    importInChild(directory, 1, files);
    const principal = { kind: "service", id: "git-sync", name: "Git sync" } as const;
    const ctx = {
      ...testContext(database.db, principal, { gitHostFor: () => createLocalHost({ directory }) }),
      logger: pino({ level: "silent" }),
    };
    const project = { id: "prj_bench", slug: "bench", gitHost: "local", repository: "ops" };
    const before = process.resourceUsage().maxRSS / 1024;
    const first = await timed(() => syncRepository(ctx, project));
    const peakAtFirst = process.resourceUsage().maxRSS / 1024;
    const again = await timed(() => syncRepository(ctx, project));
    importInChild(directory, files + 1, files + 1);
    const oneMore = await timed(() => syncRepository(ctx, project));
    const peak = process.resourceUsage().maxRSS / 1024;
    expectThat(
      first.result.newVersions === files,
      `${first.result.newVersions} of ${files} versions were read`,
    );
    expectThat(oneMore.result.newVersions === 1, `${oneMore.result.newVersions} new versions instead of 1`);
    expectThat(first.seconds <= GOALS.firstSeconds, "the first reading is too slow");
    expectThat(again.seconds <= GOALS.againSeconds, "reading again is too slow");
    expectThat(oneMore.seconds <= GOALS.oneMoreSeconds, "reading one commit more is too slow");
    expectThat(peakAtFirst <= GOALS.firstMebibytes, "the first reading needs too much memory");
    expectThat(peak <= GOALS.peakMebibytes, "reading needs too much memory");
    console.log(
      JSON.stringify({
        files,
        firstSeconds: Number(first.seconds.toFixed(2)),
        againSeconds: Number(again.seconds.toFixed(3)),
        oneMoreSeconds: Number(oneMore.seconds.toFixed(2)),
        mebibytesBefore: Math.round(before),
        peakMebibytesAtFirst: Math.round(peakAtFirst),
        peakMebibytes: Math.round(peak),
        misses,
      }),
    );
  } finally {
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  }
  process.exitCode = misses.length === 0 ? 0 : 1;
}

if (mode === "import") {
  const [directory = "", from, to] = process.argv.slice(3);
  importCommits(directory, Number(from), Number(to));
} else {
  await measure(Number(mode));
}
