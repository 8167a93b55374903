import { Command } from "commander";
import { evalCommand } from "./eval.ts";
import { gateCommand } from "./gate.ts";
import { initCommand } from "./init.ts";
import { releaseCommand } from "./release.ts";
import { verifyCommand } from "./verify.ts";

const program = new Command("tupelo")
  .description("Tupelo from the command line, for people and for CI.")
  .showHelpAfterError("Run `npm run tupelo -- --help` to see what there is.")
  .addCommand(initCommand())
  .addCommand(gateCommand())
  .addCommand(evalCommand())
  .addCommand(releaseCommand())
  .addCommand(verifyCommand());

await program.parseAsync();
