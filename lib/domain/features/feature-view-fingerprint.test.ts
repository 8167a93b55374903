import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFeastFile } from "./feast/read-feast-file.ts";
import { type DrawnView, drawnView, layout, writeView } from "./feast/testing/python-view.ts";
import { featureViewFingerprint } from "./feature-view-fingerprint.ts";
import type { FeatureViewSpec } from "./feature-view-spec.ts";

const PLAIN = { order: [0, 1, 2, 3, 4, 5, 6, 7], gaps: [""], hasConstants: false };

function printsOf(text: string): string[] {
  const { views, unread } = readFeastFile(text);
  if (unread.length > 0) throw new Error(`${unread[0]?.line} ${unread[0]?.sentence}\n${text}`);
  return views.map(featureViewFingerprint);
}

describe("the fingerprint of a feature view", () => {
  it("is the same however its file is laid out", () => {
    fc.assert(
      fc.property(drawnView, layout, (view, laidOut) => {
        const plain = printsOf(writeView(view, PLAIN));
        expect(plain).toHaveLength(2);
        expect(printsOf(writeView(view, laidOut))).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it("is the same in any order of the features, and what was read is what was written", () => {
    fc.assert(
      fc.property(drawnView, (view) => {
        const turned = { ...view, fields: view.fields.toReversed() };
        expect(printsOf(writeView(turned, PLAIN))).toEqual(printsOf(writeView(view, PLAIN)));
        const [read] = readFeastFile(writeView(view, PLAIN)).views;
        expect(read?.ttlSeconds).toBe(view.days * 86_400);
        expect(read?.features.map(({ name, valueType }) => ({ name, type: valueType }))).toEqual(view.fields);
      }),
      { numRuns: 50 },
    );
  });

  const changes: [string, (view: DrawnView) => DrawnView, number][] = [
    ["time to live", (view) => ({ ...view, days: view.days + 1 }), 0],
    ["name", (view) => ({ ...view, name: `${view.name}_2` }), 0],
    ["entity", (view) => ({ ...view, entity: `${view.entity}_2` }), 0],
    ["join key", (view) => ({ ...view, joinKey: `${view.joinKey}_2` }), 0],
    ["source", (view) => ({ ...view, path: `${view.path}2` }), 0],
    ["feature", (view) => ({ ...view, fields: [...view.fields, { name: "another", type: "Int64" }] }), 0],
    [
      "type",
      (view) => ({ ...view, fields: view.fields.map((one) => ({ ...one, type: "UnixTimestamp" })) }),
      0,
    ],
    ["body", (view) => ({ ...view, body: [...view.body, "y = 0"] }), 1],
    ["comment in the body", (view) => ({ ...view, body: ["# why", ...view.body] }), 1],
  ];
  it.each(changes)("changes with another %s", (_what, change, at) => {
    fc.assert(
      fc.property(drawnView, layout, (view, laidOut) => {
        const before = printsOf(writeView(view, PLAIN));
        const after = printsOf(writeView(change(view), laidOut));
        expect(after[at]).not.toBe(before[at]);
      }),
      { numRuns: 30 },
    );
  });

  const source = { timestampField: "at", createdTimestampField: null, fieldMapping: {} };
  const spec: FeatureViewSpec = {
    name: "a",
    entities: [{ name: "e", joinKeys: ["k", "l"], valueType: null }],
    features: [
      { name: "b", valueType: "Int64", vectorIndex: false, vectorLength: null, vectorSearchMetric: null },
    ],
    ttlSeconds: 0.5,
    sources: [{ kind: "batch", type: "File", reference: "x", ...source }],
    transformation: { name: "f", mode: "pandas", body: "def f(): pass" },
    aggregations: [
      { column: "b", function: "sum", timeWindowSeconds: 60, slideIntervalSeconds: 60, name: null },
    ],
    settings: {},
    unreadParts: [],
  };

  it("is a known one", () => {
    expect(featureViewFingerprint(spec)).toBe(
      "fv1:75ce2105116ad691fae480a68f52e2b9ae1971053a212c48cee486d55d31c0a9",
    );
  });

  it.each([
    [
      "an entity's type, which a registry infers",
      { entities: [{ name: "e", joinKeys: ["l", "k"], valueType: "Int64" }] },
    ],
    [
      "the function's own name beside its text",
      { transformation: { name: "g", mode: "pandas", body: "def f(): pass" } },
    ],
  ])("does not change with %s", (_what, change) => {
    expect(featureViewFingerprint({ ...spec, ...change })).toBe(featureViewFingerprint(spec));
  });

  it.each([
    ["mode", { transformation: { name: "f", mode: "python", body: "def f(): pass" } }],
    [
      "timestamp",
      {
        sources: [{ kind: "batch" as const, type: "File", reference: "x", ...source, timestampField: "on" }],
      },
    ],
    [
      "order of rows",
      {
        sources: [
          { kind: "batch" as const, type: "File", reference: "x", ...source, createdTimestampField: "c" },
        ],
      },
    ],
    [
      "field mapping",
      {
        sources: [
          { kind: "batch" as const, type: "File", reference: "x", ...source, fieldMapping: { a: "b" } },
        ],
      },
    ],
    [
      "window",
      {
        aggregations: [
          {
            ...spec.aggregations[0],
            column: "b",
            function: "sum",
            timeWindowSeconds: 61,
            slideIntervalSeconds: 60,
            name: null,
          },
        ],
      },
    ],
    ["setting", { settings: { singleton: "true" } }],
    ["part that was not read", { unreadParts: ["ttl"] }],
    [
      "vector length",
      {
        features: [
          { name: "b", valueType: "Int64", vectorIndex: false, vectorLength: 3, vectorSearchMetric: null },
        ],
      },
    ],
  ])("changes with another %s", (_what, change) => {
    expect(featureViewFingerprint({ ...spec, ...change })).not.toBe(featureViewFingerprint(spec));
  });
});
