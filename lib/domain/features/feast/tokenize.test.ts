import { describe, expect, it } from "vitest";
import { tokenize } from "./tokenize.ts";

const words = (text: string) => tokenize(text).tokens.map(({ kind, source }) => `${kind} ${source}`);
const problems = (text: string) => tokenize(text).unread.map(({ line, sentence }) => `${line} ${sentence}`);
const meaning = (text: string) => tokenize(text).tokens[0]?.value;

describe("the words of Python's source", () => {
  it("are names, numbers, strings, operators and the ends of lines", () => {
    expect(words("x = f(1.5e3, 'a')  # said\n")).toEqual([
      ...["name x", "operator =", "name f", "operator (", "number 1.5e3"],
      ...["operator ,", "text 'a'", "operator )", "newline "],
    ]);
  });

  it("know no line's end inside a bracket or after a backslash, and count lines all the same", () => {
    const { tokens } = tokenize("a = [\n 1,\n\n 2]\nb = \\\n 3; c\n");
    expect(tokens.filter(({ kind }) => kind === "newline")).toHaveLength(3);
    expect(tokens.filter(({ kind }) => kind === "number").map(({ line }) => line)).toEqual([2, 4, 6]);
  });

  it("know the other side of each bracket", () => {
    const { tokens } = tokenize("f([1], {2})");
    expect(tokens.map(({ match }) => match)).toEqual([-1, 9, 4, -1, 2, -1, 8, -1, 6, 1]);
  });

  it("begin behind a byte order mark, and may end lines as Windows does", () => {
    expect(words("\uFEFFa\r\nb")).toEqual(["name a", "newline ", "name b"]);
  });
});

describe("strings", () => {
  it.each([
    ["'a'", "a"],
    ['"a"', "a"],
    ["'''a\nb'''", "a\nb"],
    ['"""a "b" c"""', 'a "b" c'],
    ["'''a\r\nb'''", "a\nb"],
    [String.raw`'a\n\t\\\'\x41\u00e9\U0001F600\101'`, "a\n\t\\'Aé😀A"],
    [String.raw`'\d\w'`, String.raw`\d\w`],
    [String.raw`r'a\n'`, String.raw`a\n`],
    [String.raw`R"\""`, String.raw`\"`],
    ["u'a'", "a"],
    ["'a\\\nb'", "ab"],
    ["''", ""],
  ])("%s mean what Python takes them for", (text, value) => expect(meaning(text)).toBe(value));

  it.each([
    "f'a'",
    'F"{x}"',
    "rf'a{b}'",
    "fr'''{a\n}'''",
    "b'a'",
    "rb'a'",
    String.raw`'\N{BULLET}'`,
    String.raw`'\ud800'`,
  ])("%s are known only when the file runs", (text) => {
    const [token] = tokenize(text).tokens;
    expect([token?.kind, token?.source, token?.value]).toEqual(["text", text, null]);
    expect(token?.why).not.toBe("");
  });

  it("of a format may hold strings in their braces, and doubled braces", () => {
    for (const text of [`f"{d["a"]}"`, `f"{f'{f"{x}"}'}"`, `f"{{"`, `f'''{d['''a''']}'''`]) {
      expect(words(`${text} + 1`)).toEqual([`text ${text}`, "operator +", "number 1"]);
    }
  });
});

describe("what is no Python", () => {
  it.each([
    ["a = 'b\nc = 1", "1 The string that begins on this line is not closed."],
    ["a = 1\nb = '''c\nd", "2 The string that begins on this line is not closed."],
    ["f'{'\n", "1 The string that begins on this line is not closed."],
    ["a\n\0", "2 This line has a character that Python does not know (U+0000)."],
    ["a = $b", "1 This line has a character that Python does not know (U+0024)."],
    ["a = 1)", "1 `)` closes no bracket."],
    ["a = (1]\n)", "1 `]` closes no bracket."],
    ["a\nf(\n1", "2 `(` is never closed."],
  ])("is said with its line: %j", (text, problem) => expect(problems(text)).toEqual([problem]));

  it("is said no more than twenty times", () => expect(problems("?".repeat(100))).toHaveLength(20));

  it("does not hide the next line", () => expect(words("a = 'b\nc")).toContain("name c"));
});
