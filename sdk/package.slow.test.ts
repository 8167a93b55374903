import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const SDK = import.meta.dirname;
let app: string;
let installed: string;

beforeAll(async () => {
  app = await mkdtemp(path.join(tmpdir(), "tupelo-app-"));
  installed = path.join(app, "node_modules/@tupelo/gateway");
  await mkdir(installed, { recursive: true });
  await cp(path.join(SDK, "package.json"), path.join(installed, "package.json"));
  const tsc = path.join(SDK, "../node_modules/typescript/bin/tsc");
  await run(process.execPath, [tsc, "-p", SDK, "--outDir", path.join(installed, "dist")]);
}, 120_000);

afterAll(() => rm(app, { recursive: true, force: true }));

it("is installed alone: nothing in it imports anything but itself, Node, and types", async () => {
  const manifest = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8"));
  expect(manifest.dependencies).toBeUndefined();
  const dist = path.join(installed, "dist");
  for (const name of (await readdir(dist)).filter((file) => file.endsWith(".js"))) {
    const text = await readFile(path.join(dist, name), "utf8");
    const imported = [...text.matchAll(/from "([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(imported.filter((from) => !from.startsWith("node:") && !/^\.\/[\w-]+\.js$/.test(from))).toEqual(
      [],
    );
  }
});

it("routes in plain JavaScript, with nobody to ask", async () => {
  const program = `
    import { createTupeloClient } from "@tupelo/gateway";
    import { createOpenFeatureProvider } from "@tupelo/gateway/openfeature";
    const client = await createTupeloClient({ url: "http://127.0.0.1:9", key: "k" });
    console.log(JSON.stringify([client.decide("a"), createOpenFeatureProvider(client).metadata.name]));
    await client.close();`;
  await writeFile(path.join(app, "app.mjs"), program);
  const { stdout } = await run(process.execPath, ["app.mjs"], { cwd: app });
  expect(JSON.parse(stdout)).toEqual([null, "tupelo"]);
});
