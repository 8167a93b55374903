import { describe, expect, it } from "vitest";
import { readFeastFile } from "./read-feast-file.ts";

describe("a file that means harm", () => {
  const fill = (text: string): string => text.repeat(Math.floor(1_000_000 / text.length));
  const HEAD = "from feast import *\nfrom feast.types import *\n";
  const many = (count: number, line: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => line(n)).join("");
  it.each([
    ["100,000 open brackets", "[".repeat(100_000)],
    ["brackets in brackets", `x = ${"f(".repeat(40_000)}${")".repeat(40_000)}`],
    ["a number without end", `x = ${"9".repeat(1_000_000)}`],
    ["strings that are not closed", fill("'\n")],
    ["a long string that is not closed", `'''${fill("a\n")}`],
    ["f-strings in f-strings", fill(`f"{f'{`)],
    ["f-strings on every line", fill('f"{\n')],
    ["NUL", fill("\0")],
    ["tabs", fill("\tx\n")],
    ["a name without end", "é".repeat(1_000_000)],
    ["dots", fill("a.")],
    ["sums", `x = ${fill("1+")}`],
    ["semicolons", fill("x;")],
    ["statements", fill("if x:\n y=1\n")],
    ["lists that double", `${HEAD}a = [1]\n${fill("a = a + a\n")}`],
    ["lists of lists", `a = [1]\n${fill("a = [a]\n")}`],
    [
      "types of types",
      `${HEAD}t = Int64\n${"t = Array(t)\n".repeat(9_000)}v = FeatureView(name='v', schema=[Field(name='a', dtype=t)])`,
    ],
    ["views without end", HEAD + many(20_000, (n) => `v${n} = FeatureView(name='v${n}')\n`)],
    [
      "a list that all views share",
      `${HEAD}F = [${"Field(name='a', dtype=Int64),".repeat(5_000)}]\n${many(90, (n) => `v${n} = FeatureView(name='v', schema=F)\n`)}`,
    ],
    [
      "a function without end",
      `${HEAD}@on_demand_feature_view(schema=[])\ndef f(x):\n${"  y = g(x)\n".repeat(90_000)}`,
    ],
    ["more than 1 MiB", "x".repeat(2_000_000)],
  ])("is read in bounded time: %s", (_what, text) => {
    const before = performance.now();
    const { views, unread } = readFeastFile(text);
    // Some hundredths to half of a second alone; the rest is for a machine with other work.
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(views.length).toBeLessThanOrEqual(100);
    expect(unread.length).toBeLessThanOrEqual(200);
    expect(views.reduce((sum, { features }) => sum + features.length, 0)).toBeLessThanOrEqual(20_000);
  });
});
