import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { featureView } from "./feature-view.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, path), "utf8");
const DEMO = read("../../../demo/repository/history/feature-view-4.py");
const SKETCH = read("../features/feast/fixtures/article-sketch.py");
const SEVERAL = read("../features/feast/fixtures/driver-stats.py");
const file = (text: string | null, path = "features/a/feature_view.py") => ({ path, text });

describe("a feature view", () => {
  it("says its features with types, its entities, how long values live and its source", () => {
    const keys = { path: "features/a/entity_keys.yaml", text: "entity: service_region\n" };
    expect(featureView.readMeta([file(DEMO), { ...keys, data: { entity: "service_region" } }])).toEqual([
      {
        label: "Features",
        value:
          "recent_failure_count Int64, average_queue_minutes Float32, release_pattern_embedding Array(Float32)",
      },
      { label: "Entities", value: "service_region (service, region)" },
      { label: "Time to live", value: "30 days" },
      { label: "Source", value: "File data/release_history.parquet" },
      { label: "Entity", value: "service_region" },
    ]);
    expect(featureView.check([file(DEMO)])).toEqual([]);
  });

  it("tells several views of a file apart", () => {
    const labels = featureView.readMeta([file(SEVERAL)]).map(({ label }) => label);
    expect(labels).toContain("Features of driver_hourly_stats");
    expect(labels).toContain("Transformation of transformed_conv_rate");
    expect(new Set(labels).size).toBe(labels.length);
  });

  it("warns of what could not be read, with its line, and is used all the same", () => {
    expect(featureView.check([file(SKETCH)])).toEqual([
      {
        path: "features/a/feature_view.py",
        line: 16,
        severity: "warning",
        code: "unread_definition",
        message:
          "A source of release_history_embeddings is not read: `release_history_source` is not defined in this file.",
      },
    ]);
  });

  it("warns of a version whose Python has no view, but not of a helper beside one, nor of YAML alone", () => {
    const helper = file("def helper(x):\n    return x\n", "features/a/helper.py");
    const yaml = { path: "features/a/view.yaml", text: "entity: a\n", data: { entity: "a" } };
    expect(featureView.check([helper]).map(({ code, severity }) => [code, severity])).toEqual([
      ["no_view", "warning"],
    ]);
    expect(featureView.check([file(DEMO), helper])).toEqual([]);
    expect(featureView.check([yaml])).toEqual([]);
  });

  it("says no more than fifty things of a version", () => {
    const text = `from feast import *\n${Array.from({ length: 99 }, (_, n) => `v${n} = FeatureView(name='v${n}', a=1)\n`).join("")}`;
    const problems = featureView.check([file(text)]);
    expect(problems).toHaveLength(50);
    expect(problems.every(({ severity }) => severity === "warning")).toBe(true);
  });

  it.each([
    ["not_text", null],
    ["empty", " \n"],
  ])("is refused where it is %s", (code, text) => {
    expect(featureView.check([file(text)]).map((one) => [one.code, one.severity])).toEqual([[code, "error"]]);
  });
});
