import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Command } from "commander";
import { LAYOUT_PATH } from "../lib/domain/gitops/layout.ts";
import { type ProposedGlob, proposeLayout, writeLayout } from "../lib/domain/gitops/propose-layout.ts";

const SKIPPED = new Set([".git", "node_modules", ".venv", "dist", "build", ".next"]);
const MAX_FILES = 100_000;

/** initCommand is `tupelo init DIR`: it proposes a tupelo.yaml from what the folder holds. Exit code 1: nothing was written. */
export function initCommand(): Command {
  return new Command("init")
    .description("Propose a tupelo.yaml for a folder; an existing one is never overwritten.")
    .argument("[directory]", "the folder of the ops repository", ".")
    .option("--dry-run", "print the proposal and write nothing")
    .action(async (directory: string, options: { dryRun?: boolean }) => {
      const { isOk, lines } = await initFolder(directory, options.dryRun ?? false);
      for (const line of lines) (isOk ? console.log : console.error)(line);
      process.exitCode = isOk ? 0 : 1;
    });
}

/** initFolder writes the proposal beside what it found, and says both. It never overwrites a file. */
export async function initFolder(
  directory: string,
  isDry: boolean,
): Promise<{ isOk: boolean; lines: string[] }> {
  try {
    const paths = await filesOf(directory);
    const project = slugOf(path.basename(path.resolve(directory)));
    const globs = proposeLayout(paths, project);
    const text = writeLayout(project, globs);
    if (isDry) return { isOk: true, lines: [text, ...foundLines(globs)] };
    await writeFile(path.join(directory, LAYOUT_PATH), text, { flag: "wx" });
    const next = `${LAYOUT_PATH} is written. Read it, correct it, and commit it.`;
    return { isOk: true, lines: [...foundLines(globs), next] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    const sentence = isThere
      ? `${LAYOUT_PATH} is there already; it was left as it is.`
      : `The folder cannot be used: ${why}`;
    return { isOk: false, lines: [sentence] };
  }
}

function foundLines(globs: readonly ProposedGlob[]): string[] {
  if (globs.length === 0)
    return ["No file looks like a prompt, a model or another part: write the globs by hand."];
  return globs.map(({ kind, glob, files }) => {
    const [first] = files;
    return `${kind}: ${files.length === 1 ? `1 file, ${first}` : `${files.length} files, such as ${first}`} (${glob})`;
  });
}

/** All files below a folder by their path in it; links are not followed. */
async function filesOf(directory: string, below = ""): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(directory, below), { withFileTypes: true })) {
    const at = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile()) found.push(at);
    else if (entry.isDirectory() && !SKIPPED.has(entry.name)) found.push(...(await filesOf(directory, at)));
    if (found.length > MAX_FILES) throw new Error(`it holds more than ${MAX_FILES} files`);
  }
  return found.sort();
}

function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return slug === "" ? "project" : slug;
}
