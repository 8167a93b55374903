import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { editAlias, readAlias, restoreAlias } from "./alias-file.ts";

const PATH = "deployments/production/aliases.yaml";
const edit = (text: string | null, id = "698df6d7ad") => editAlias(text, PATH, "production", id);
const read = (text: string) => readAlias(text, PATH, "production");
const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 10, maxLength: 10 });

describe("the line that names a release", () => {
  it.each([
    ["spacing and comment", "production: f91be2a454   # release\n", "production: 698df6d7ad   # release\n"],
    ["Windows line ends", "# a\r\nproduction:  f91be2a454\r\n", "# a\r\nproduction:  698df6d7ad\r\n"],
    ["double quotes", 'production: "f91be2a454"\n', 'production: "698df6d7ad"\n'],
    ["single quotes", "production: 'f91be2a454' # x\n", "production: '698df6d7ad' # x\n"],
    ["a flow map", "{staging: a, production: f91be2a454}\n", "{staging: a, production: 698df6d7ad}\n"],
    [
      "other lines",
      "x: f91be2a454\nproduction: f91be2a454\ny: 1\n",
      "x: f91be2a454\nproduction: 698df6d7ad\ny: 1\n",
    ],
    ["no line end", "production: f91be2a454", "production: 698df6d7ad"],
    ["a byte order mark", "\ufeffproduction: f91be2a454\n", "\ufeffproduction: 698df6d7ad\n"],
    ["a missing value", "production:\n", "production: 698df6d7ad\n"],
    ["a missing line", "staging: f91be2a454", "staging: f91be2a454\nproduction: 698df6d7ad\n"],
    ["an empty file", "", "production: 698df6d7ad\n"],
    ["comments alone", "# none yet\n", "# none yet\nproduction: 698df6d7ad\n"],
  ])("is edited with %s kept", (_name, before, after) => expect(edit(before)).toBe(after));

  it("is made where there is no file", () => expect(edit(null)).toBe("production: 698df6d7ad\n"));

  it("stays text for other readers when the id looks like a number", () => {
    for (const id of ["1234567890", "12345e6789", "0000000000"]) {
      const after = edit("production: f91be2a454\n", id);
      expect(parse(after)).toEqual({ production: id });
      expect(read(after)).toBe(id);
    }
  });

  it.each([
    ["an anchor", "production: &a f91be2a454\n"],
    ["an alias", "x: &a f91be2a454\nproduction: *a\n"],
    ["a list", "production: [f91be2a454]\n"],
    ["two documents", "production: f91be2a454\n---\nproduction: f91be2a454\n"],
    ["a repeated key", "production: f91be2a454\nproduction: f91be2a454\n"],
    ["a tag", "production: !!js/function f91be2a454\n"],
    ["a tab", "\tproduction: f91be2a454\n"],
  ])("is refused with %s, and put back whole by the way back", (_name, text) => {
    expect(() => edit(text)).toThrow(/invalid/);
    expect(restoreAlias(text, "aliases.yaml", "production", "698df6d7ad")).toBe("production: 698df6d7ad\n");
  });

  it("is edited by the way back like by any other where it can be read", () => {
    const text = "# who\nproduction: latest   # release\n";
    expect(restoreAlias(text, "aliases.yaml", "production", "698df6d7ad")).toBe(
      "# who\nproduction: 698df6d7ad   # release\n",
    );
  });

  it("names no release where something else stands", () => {
    expect(() => read("production: latest\n")).toThrow(/invalid/);
    expect(read("staging: 698df6d7ad\n")).toBeNull();
  });

  it("changes that value only, whatever stands around it", () => {
    const space = fc.string({ unit: fc.constantFrom(" "), minLength: 1, maxLength: 5 });
    const comment = fc
      .string({ unit: "grapheme", maxLength: 20 })
      .filter((text) => !/[\p{C}\u2028\u2029\u0085]/u.test(text));
    fc.assert(
      fc.property(
        hex,
        hex,
        space,
        space,
        comment,
        fc.constantFrom("\n", "\r\n"),
        (from, to, a, b, note, end) => {
          const head = `# ${note}${end}staging: ${from}${end}production:${a}`;
          const tail = `${b}# ${note}${end}other: ${from}${end}`;
          const after = edit(`${head}${from}${tail}`, to);
          expect(after.startsWith(head)).toBe(true);
          expect(after.endsWith(tail)).toBe(true);
          expect(after.slice(head.length, after.length - tail.length).replaceAll('"', "")).toBe(to);
          expect(read(after)).toBe(to);
        },
      ),
    );
  });
});
