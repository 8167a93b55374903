import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { AUDIT_ACTIONS } from "./audit-actions.ts";

const DOCS = path.join(import.meta.dirname, "../../../docs/audit.md");

it("has every action in docs/audit.md, in the words of the page and in the order of their names", () => {
  const rows = Object.entries(AUDIT_ACTIONS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, { words, values }]) => `| \`${action}\` | ${words} | ${values} |`);
  const written = readFileSync(DOCS, "utf8").split("\n");
  expect(written.filter((line) => /^\| `[a-z_]+\.[a-z_]+` \|/.test(line))).toEqual(rows);
});
