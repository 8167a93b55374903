import { Command } from "commander";
import { verifyCommand } from "./verify.ts";

const program = new Command("tupelo")
  .description("Tupelo from the command line, for people and for CI.")
  .showHelpAfterError("Run `npm run tupelo -- --help` to see what there is.")
  .addCommand(verifyCommand());

await program.parseAsync();
