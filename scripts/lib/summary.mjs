import { firstRunFile } from "./first-run.mjs";

/**
 * describeInstallation is what `npm start` ends with: the address, who can sign in, where the secrets are, how to stop.
 * @param {import("./settings.mjs").Settings} settings @param {import("./first-run.mjs").FirstRun | null} firstRun
 */
export function describeInstallation(settings, firstRun) {
  const lines = [
    "",
    `  Tupelo runs at  ${settings.url}`,
    `  Data plane      ${settings.dataPlaneUrl} (OFREP, OTLP)`,
  ];
  if (settings.databaseUrl === null) lines.push("  Database        embedded database: for evaluation");
  if (firstRun?.setupUrl !== undefined) {
    lines.push("", "  Make the first account within one hour:", `    ${firstRun.setupUrl}`);
  }
  if (firstRun?.accounts !== undefined && firstRun.accounts.length > 0) {
    const width = Math.max(...firstRun.accounts.map(({ email }) => email.length));
    lines.push("", "  Accounts");
    for (const { email, roles } of firstRun.accounts)
      lines.push(`    ${email.padEnd(width)}  ${roles.join(", ")}`);
  }
  if (firstRun !== null) {
    lines.push(
      "",
      `  Passwords and keys are in ${firstRunFile(settings.dataFolder)}, which only you can read.`,
    );
  }
  lines.push("", "  Press Ctrl-C to stop.", "");
  return lines.join("\n");
}
