import { describe, expect, it } from "vitest";
import type { PythonFunction } from "./python-value.ts";
import { readModule } from "./read-module.ts";

function functionIn(text: string): PythonFunction {
  const found = [...readModule(text).scope.names.values()].find((value) => value.kind === "function");
  if (found?.kind !== "function") throw new Error("no function");
  return found.definition;
}

describe("the text of a function", () => {
  it("is dedented, with its comments, without blank lines and blanks at the ends of lines", () => {
    const text =
      "def f( a,\n       b = 1, ) -> int :\n  # why\n\n  if a:   \n    return b # so\n  return 2\n  # last\n\n# other\nx = 1\n";
    expect(functionIn(text).body).toBe(
      "def f(a, b=1) -> int:\n    # why\n    if a:\n      return b # so\n    return 2\n    # last",
    );
  });

  it.each([
    ["a wider indentation", "def f(x):\n        return x\n"],
    ["a tab", "def f(x):\n\treturn x\n"],
    ["Windows' line ends", "def f(x):\r\n    return x\r\n"],
    ["no line end at the end", "def f(x):\n    return x"],
    ["blank lines", "\n\ndef f(x):\n\n\n    return x\n\n"],
    ["a head in several lines", "def f(\n    x,\n):\n    return x\n"],
    ["one line", "def f(x): return x\n"],
    ["more below", "def f(x):\n    return x\ny = 2\n"],
  ])("is the same with %s", (_name, text) => {
    expect(functionIn(text).body).toBe("def f(x):\n    return x");
  });

  it("keeps what is inside a string as it is", () => {
    const sql = '"""\nSELECT 1  \n\n  FROM t\n"""';
    expect(functionIn(`def f():\n  return ${sql}  \n`).body).toBe(`def f():\n    return ${sql}`);
  });

  it("is the same with another kind of line ends, inside a string too", () => {
    const text = 'def f():\n    """\n    why\n    """\n    return 1\n';
    for (const end of ["\r\n", "\r"]) {
      expect(functionIn(text.replaceAll("\n", end)).body).toBe(functionIn(text).body);
    }
  });

  it.each([
    ["a value of a parameter", "def f(x, k=3):\n    return x * k\n"],
    ["a comment", "def f(x, k=2):\n    # twice\n    return x * k\n"],
    ["the body", "def f(x, k=2):\n    return x + k\n"],
    ["the depth of a line", "def f(x, k=2):\n        return x * k\n    pass\n"],
  ])("is another one with another %s", (_name, text) => {
    expect(functionIn(text).body).not.toBe(functionIn("def f(x, k=2):\n    return x * k\n").body);
  });

  it("knows which names it takes from elsewhere", () => {
    const text =
      "def f(a, b=DAY, *c, **d):\n  e = a\n  for g in c:\n    e = h(g, key=i, **d).j\n  return [k for k in e]\n";
    expect([...functionIn(text).uses].sort()).toEqual(["DAY", "h", "i"]);
  });
});
