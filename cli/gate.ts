import { Command } from "commander";
import { AppError } from "../lib/domain/errors.ts";
import { githubLine, problemLine } from "./print-problems.ts";
import { type GateReport, runGate } from "./run-gate.ts";

type GateOptions = { json?: boolean; github?: boolean };

/** gateCommand is `tupelo gate DIR`: the fast gate over a working folder. Exit code 0 pass, 1 fail, 2 it cannot run. */
export function gateCommand(): Command {
  return new Command("gate")
    .description(
      "Check a working folder as the fast gate does: no server, no model call. Exit code 1: it fails.",
    )
    .argument("[directory]", "the folder that holds tupelo.yaml", ".")
    .option("--json", "print the report as JSON")
    .option("--github", "print annotations for GitHub Actions")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action(async (directory: string, options: GateOptions) => {
      try {
        const report = await runGate(directory);
        for (const line of reportLines(report, options)) console.log(line);
        process.exitCode = report.verdict === "pass" ? 0 : 1;
      } catch (error) {
        const why =
          error instanceof AppError ? error.detail : error instanceof Error ? error.message : String(error);
        console.error(`The gate cannot run: ${why}`);
        process.exitCode = 2;
      }
    });
}

/** reportLines says a report for people, for a program, or for GitHub. The eval gate is always told: it was not run. */
export function reportLines(report: GateReport, options: GateOptions): string[] {
  if (options.json) return [JSON.stringify(report, null, 2)];
  const errors = report.problems.filter((problem) => problem.severity === "error").length;
  const warnings = report.problems.length - errors;
  return [
    ...report.problems.map(options.github ? githubLine : problemLine),
    ...report.costs,
    `fast gate: ${report.verdict}, ${count(errors, "error")}, ${count(warnings, "warning")} in ${count(report.checked.artifacts, "artifact")}`,
    "eval gate: not run",
  ];
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
