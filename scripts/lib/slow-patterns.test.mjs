import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { slowReason } from "./slow-patterns.mjs";

const ROOT = path.join(import.meta.dirname, "../..");
/** Patterns that look slow and are not, with the reason. */
const REVIEWED = new Map([
  ["/-+$/", "of a name that was cut to 40 characters"],
  [String.raw`/\/+$/`, "of an address that the server's own settings give"],
  [
    "/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/",
    "only a dot begins another round, and a round has none",
  ],
  [
    String.raw`/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._+@=-]*(\/[\p{L}\p{N}_][\p{L}\p{M}\p{N}._+@=-]*)*$/u`,
    "only a slash begins another round, and a round has none",
  ],
  [
    String.raw`/@v?\d|sha256:[0-9a-f]{64}|[?&]versionId=|[0-9a-f]{12,64}|\d{4}-\d{2}-\d{2}|[@/_-]v?\d+(\.\d+)*(?=$|[/.@_-])/`,
    "only a dot begins another round, and a round has none",
  ],
]);

const FOLDERS = ["app", "cli", "components", "lib", "sdk"].filter((folder) =>
  existsSync(path.join(ROOT, folder)),
);

const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter(
      (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|(^|\/)(generated|node_modules|testing)\//.test(file),
    )
    .map((file) => `${folder}/${file}`),
);

/** @param {string} file */
function patternsOf(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(ROOT, file), "utf8"),
    ts.ScriptTarget.Latest,
  );
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test.each([
  ["(a+)+$", "a repetition inside a repetition"],
  ["^(?:[a-z]+\\.?)*$", "a repetition inside a repetition"],
  ["((a*)b?){2,}", "a repetition inside a repetition"],
  ["\\s+$", "a search that begins with a repetition"],
  ["[^@,]+@[^@,]+", "a search that begins with a repetition"],
  ["[\\]+]*x", "a search that begins with a repetition"],
  ["^\\s+|\\s+$", "a search that begins with a repetition"],
  ["(\\s+|x)y", "a search that begins with a repetition"],
  ["^\\s+$", null],
  ["\\s+", null],
  ["^[a-z0-9][a-z0-9-]{0,62}$", null],
  ["^\\(\\+\\)+$", null],
  ["^-?(0|[1-9]\\d*)(\\.\\d+)?$", null],
])("row 68: %s: %s", (source, reason) => {
  expect(slowReason(source)).toBe(reason);
});

test("row 68: no pattern of the product looks at a text again and again", () => {
  const patterns = files.flatMap((file) => patternsOf(file).map((text) => ({ file, text })));
  expect(patterns.length).toBeGreaterThan(150);
  const slow = patterns.flatMap(({ file, text }) => {
    const end = text.lastIndexOf("/");
    const reason = slowReason(text.slice(1, end), text.slice(end + 1));
    return reason === null || REVIEWED.has(text) ? [] : [`${file}: ${text} is ${reason}`];
  });
  expect(slow).toEqual([]);
  const texts = new Set(patterns.map(({ text }) => text));
  expect([...REVIEWED.keys()].filter((text) => !texts.has(text))).toEqual([]);
});
