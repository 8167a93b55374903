import { existsSync } from "node:fs";
import { Failure } from "./failure.mjs";
import { runCommand } from "./run.mjs";

const SYSTEM_BROWSERS = [
  ...["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"],
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * ensureBrowser finds a Chromium for the journeys, and installs one where there is none: CHROMIUM_PATH, Playwright's
 * own, the system's, then `playwright install`, then the system's packages (as root).
 * @param {string} root
 * @returns {Promise<string>} the path of the program
 */
export async function ensureBrowser(root) {
  const asked = process.env.CHROMIUM_PATH;
  if (asked !== undefined && asked !== "") {
    if (existsSync(asked)) return asked;
    throw new Failure(`CHROMIUM_PATH names ${asked}, which does not exist: correct it, or unset it.`);
  }
  const { chromium } = await import("@playwright/test");
  const find = () =>
    [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => path !== "" && existsSync(path));
  return (
    find() ?? (await installWithPlaywright(root, find)) ?? (await installWithApt(root, find)) ?? refuse()
  );
}

/** @param {string} root @param {() => string | undefined} find */
async function installWithPlaywright(root, find) {
  const args = ["node_modules/@playwright/test/cli.js", "install", "chromium"];
  if (process.getuid?.() === 0) args.push("--with-deps");
  await runCommand(process.execPath, args, { cwd: root, env: process.env, timeoutMs: 300_000 });
  return find();
}

/** @param {string} root @param {() => string | undefined} find */
async function installWithApt(root, find) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update"], { cwd: root, env, timeoutMs: 300_000 });
  await runCommand("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], {
    ...{ cwd: root, env, timeoutMs: 600_000 },
  });
  return find();
}

/** @returns {never} */
function refuse() {
  throw new Failure(
    "No Chromium was found or could be installed: install one and name it with CHROMIUM_PATH.",
  );
}
