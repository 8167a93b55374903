import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { featureViewFingerprint } from "../feature-view-fingerprint.ts";
import { readFeastFile } from "./read-feast-file.ts";

const FILES = ["driver-stats.py", "stream-orders.py", "warehouse.py", "dynamic.py"].map((name) =>
  readFileSync(join(import.meta.dirname, "fixtures", name), "utf8"),
);
const PIECES = [
  ..."()[]{},:;=.@*+-\\\"'#\n\t\0 ".split(""),
  ...[
    '"""',
    "'''",
    "**",
    "f'",
    'f"{',
    "\n  ",
    "\r\n",
    "\nif a:\n",
    "\nfor a in b:\n",
    "\nclass A:\n",
    "\ndef f(x):\n",
  ],
  ..."from import as feast FeatureView Field Entity timedelta name schema ttl lambda del True None".split(
    " ",
  ),
  ...["x", "y", "1", "1e999", "\uD800", "é", "from feast import *\n", "v = FeatureView(name='v', schema=["],
];

function readsWell(text: string): void {
  const { views, unread } = readFeastFile(text);
  const lines = text.split(/\r\n?|\n/).length;
  for (const { line, sentence } of unread) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(sentence).toMatch(/^[A-Z`][\s\S]*\.$/);
  }
  for (const view of views) expect(featureViewFingerprint(view)).toMatch(/^fv1:[0-9a-f]{64}$/);
}

describe("reading any text", () => {
  it("never throws, and says what it could not read with a line that is there", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), readsWell), { numRuns: 300 });
    const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((parts) => parts.join(" "));
    fc.assert(fc.property(pieces, readsWell), { numRuns: 1_000 });
  });

  it("never throws where a file was cut, or a piece of it is missing or another one", () => {
    const cut = fc.record({
      file: fc.constantFrom(...FILES),
      at: fc.nat(3_000),
      length: fc.nat(40),
      piece: fc.constantFrom("", ...PIECES),
    });
    fc.assert(
      fc.property(cut, ({ file, at, length, piece }) => {
        readsWell(file.slice(0, at));
        readsWell(file.slice(0, at) + piece + file.slice(at + length));
      }),
      { numRuns: 500 },
    );
  });
});
