import { describe, expect, it } from "vitest";
import type { PythonValue } from "./python-value.ts";
import { readModule } from "./read-module.ts";

/** The value of `x` at the end of a file, in short. */
function valueIn(text: string): unknown {
  const value = readModule(text).scope.names.get("x");
  return value === undefined ? "nothing" : short(value);
}

function short(value: PythonValue): unknown {
  switch (value.kind) {
    case "list":
      return value.items.map(short);
    case "dict":
      return value.entries.map(({ key, value: one }) => [short(key), short(one)]);
    case "duration":
      return `${value.seconds} s`;
    case "name":
      return value.path;
    case "call":
      return `${value.call.path}()`;
    case "function":
      return `def ${value.definition.name}`;
    case "unread":
      return `? ${value.why}`;
    default:
      return value.value;
  }
}

const TIME = "from datetime import timedelta\n";

describe("values that are known without running Python", () => {
  it.each([
    ["x = 'a' 'b'", "ab"],
    ["x = ('a'\n  'b')", "ab"],
    ["x = 'a' + 'b'", "ab"],
    ["x = 60 * 60 * 24", 86400],
    ["x = 7 // 2 - -1", 4],
    ["x = 1_000", 1000],
    ["x = 0x10", 16],
    ["x = 2 + 3 * 4", 14],
    ["x = (2 + 3) * 4", 20],
    ["x = True", true],
    ["x = None", null],
    ["x = [1, 'a', (2,), {3}, ]", [1, "a", [2], [3]]],
    ["x = 1, 2", [1, 2]],
    ["x = []", []],
    [
      "x = {'a': 1, 'b': [2]}",
      [
        ["a", 1],
        ["b", [2]],
      ],
    ],
    ["a = [1]\nx = [*a, 2] + a", [1, 2, 1]],
    ["a = 1\nx = a\na = 2", 1],
    ["a = x = 3", 3],
    ["x: int = 3", 3],
    ["a = 1; x = a", 1],
  ])("%j", (text, value) => expect(valueIn(text)).toEqual(value));

  it.each([
    ["timedelta(days=30) * 2", "5184000 s"],
    ["2 * timedelta(1, 1)", "172802 s"],
    ["timedelta(hours=1) + timedelta(minutes=1) - timedelta(seconds=1)", "3659 s"],
    ["timedelta(weeks=1) / 7", "86400 s"],
    ["timedelta(milliseconds=1, microseconds=1)", "0.001001 s"],
    ["timedelta()", "0 s"],
    ["-timedelta(days=1)", "-86400 s"],
    ["timedelta(days=365 * 100)", "3153600000 s"],
  ])("durations: %s", (text, value) => expect(valueIn(`${TIME}x = ${text}`)).toBe(value));

  it.each([
    ["from feast import A\nx = A", "feast.A"],
    ["from feast import A as B\nx = B", "feast.A"],
    ["from feast.types import (\n  A,\n  C as D,\n)\nx = D", "feast.types.C"],
    ["import feast\nx = feast.types.A", "feast.types.A"],
    ["import feast.types as t\nx = t.A", "feast.types.A"],
    ["import a, feast.types\nx = feast.types.A", "feast.types.A"],
    ["from feast import *\nx = A", "feast.A"],
    ["from .a import b\nx = b", ".a.b"],
    ["import feast\nx = feast.A(b=1)", "feast.A()"],
  ])("things of other modules: %j", (text, value) => expect(valueIn(text)).toBe(value));
});

describe("values that are not known", () => {
  it.each([
    ["x = y", "`y` is not defined in this file"],
    ["x = [a for a in b]", [`? it is worked out by a loop (\`for\`)`]],
    ["x = 1 if a else 2", "it depends on a condition (`if`)"],
    ["x = a or b", "it is worked out with `or`"],
    ["x = 1 or 2", "it is worked out with `or`"],
    ["x = lambda: 1", "it is worked out with `lambda`"],
    ["x = f'{a}'", "it is an f-string, which is known only when the file runs"],
    ["x = int('1')", "it is what `int` returns"],
    ["import os\nx = os.environ['A']", "it is worked out with `[`"],
    ["import a\nx = a.b().c", "it uses what `a.b` returns"],
    ["x = 2 ** 3", "it is worked out with `**`"],
    ["x = 1 / 0", "it is worked out with `/`"],
    ["x = 9999999999999999999999", "it is a number of a size that is not read"],
    ["x = 'a' * 3", "it is worked out with `*`"],
    [`${TIME}x = timedelta(days='a')`, "it is a timedelta of something else than numbers"],
    [`${TIME}x = timedelta(years=1)`, "it is a timedelta of parts that are not known"],
    [`${TIME}x = timedelta(days=1e12)`, "it is too long a time"],
    ["x = {**a}", "it takes names and values from somewhere else"],
    ["x = (", "`(` is never closed"],
    ["x = [1]\nx += [2]", "it is changed by `+=` on line 2"],
    ["x = 1\ndel x", "it is deleted on line 2"],
    ["x, y = 1, 2", "it is one of several that are assigned at once"],
    ["x = 1\nif a:\n  x = 2", "it is set inside `if` on line 2"],
    ["x = 1\nif a: x = 2", "it is set inside `if` on line 2"],
    ["for a, x in b:\n  pass", "it is set inside `for` on line 1"],
    ["with a as x:\n  pass", "it is set inside `with` on line 1"],
    ["try:\n  x = 1\nexcept E:\n  x = 2", "it is set inside `except` on line 3"],
    ["class x:\n  pass", "`x` is a class of this file"],
    ["@cached\ndef x(): pass", "`x` is changed by a decorator"],
  ])("%j: %s", (text, why) => expect(valueIn(text)).toEqual(typeof why === "string" ? `? ${why}` : why));

  it("do not make the rest unknown", () => {
    expect(valueIn("y = [a for a in b]\nz = f()\nx = 1\n")).toBe(1);
    expect(valueIn("y = 'not closed\nx = 1\n")).toBe(1);
  });

  it("are all that is left of a value that grows without end", () => {
    expect(valueIn(`x = [1]\n${"x = x + x\n".repeat(40)}`)).toBe("? it is worked out with `+`");
    expect(valueIn(`x = 'a'\n${"x = x + x\n".repeat(40)}`)).toBe("? it is worked out with `+`");
    const deep = JSON.stringify(valueIn(`x = ${"[".repeat(500)}${"]".repeat(500)}`));
    expect(deep).toContain("? it is nested more than 60 deep");
    expect(valueIn(`x = ${"1 + ".repeat(500)}1`)).toBe("? it is too long to be worked out");
  });
});
