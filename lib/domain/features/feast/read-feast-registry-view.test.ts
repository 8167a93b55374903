import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { featureViewFingerprint } from "../feature-view-fingerprint.ts";
import type { FeatureViewSpec } from "../feature-view-spec.ts";
import { readFeastFile } from "./read-feast-file.ts";
import { readFeastRegistryView } from "./read-feast-registry-view.ts";

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
const answers = z.record(z.string(), z.looseObject({})).parse(JSON.parse(fixture("registry.json")));
const read = (json: unknown): FeatureViewSpec => {
  const { view } = readFeastRegistryView(json, answers.entities);
  if (view === null) throw new Error("no view");
  return view;
};
const fromFile = (file: string, name: string): FeatureViewSpec => {
  const view = readFeastFile(fixture(file)).views.find((one) => one.name === name);
  if (view === undefined) throw new Error(`${file} has no ${name}`);
  return view;
};

describe("a view in Feast's registry", () => {
  it.each([
    ["driver-stats.py", "driver_hourly_stats"],
    ["driver-stats.py", "driver_hourly_stats_fresh"],
    ["driver-stats.py", "transformed_conv_rate"],
    ["rag-documents.py", "document_embeddings"],
    ["stream-orders.py", "customer_orders"],
    ["warehouse.py", "incidents"],
    ["warehouse.py", "owners"],
    ["warehouse.py", "cleaned_queue"],
  ])("has the fingerprint of its file %s: %s", (file, name) => {
    const view = read(answers[name]);
    const untyped = ({ entities, ...rest }: FeatureViewSpec) => ({
      ...rest,
      features: [...rest.features].sort((left, right) => (left.name < right.name ? -1 : 1)),
      sources: [...rest.sources].sort((left, right) => (left.kind < right.kind ? -1 : 1)),
      entities: entities.map(({ name: entity, joinKeys }) => ({ entity, joinKeys })),
    });
    expect(untyped(view)).toEqual(untyped(fromFile(file, name)));
    expect(featureViewFingerprint(view)).toBe(featureViewFingerprint(fromFile(file, name)));
    expect(view.unreadParts).toEqual([]);
  });

  it("is the same view after it was materialised, tagged, described and applied again", () => {
    const before = answers.driver_hourly_stats ?? {};
    const spec = z.looseObject({}).parse(before.spec);
    const after = {
      ...before,
      meta: { state: "MATERIALIZING", currentVersionNumber: 9 },
      spec: { ...spec, tags: { a: "b" }, description: "d", owner: "o", version: "v9", online: false },
    };
    expect(read(after)).toEqual(read(before));
  });

  it.each([
    ["ttl", { ttl: "86401s" }],
    ["ttl of no end", { ttl: "0s" }],
    ["features", { features: [{ name: "conv_rate", valueType: "DOUBLE" }] }],
    ["name", { name: "other" }],
    ["join key", { entityColumns: [{ name: "other_id", valueType: "INT64" }] }],
    ["source", { batchSource: { type: "BATCH_FILE", fileOptions: { uri: "data/other.parquet" } } }],
  ])("is another one with another %s", (_what, change) => {
    const before = answers.driver_hourly_stats ?? {};
    const changed = { ...before, spec: { ...z.looseObject({}).parse(before.spec), ...change } };
    expect(featureViewFingerprint(read(changed))).not.toBe(featureViewFingerprint(read(before)));
  });

  it("says that the join keys of several entities are not known without the list of entities", () => {
    const { view, unread } = readFeastRegistryView(answers.incidents);
    expect(view?.unreadParts).toEqual(["entities"]);
    expect(unread.map(({ line, sentence }) => `${line} ${sentence}`)).toEqual([
      "0 The join key of the entity service is not known from the view alone.",
      "0 The join key of the entity region is not known from the view alone.",
    ]);
  });

  const spec = (rest: object) => ({ spec: { name: "a", ...rest } });
  const custom = (configuration: string) =>
    spec({ batchSource: { name: "s", type: "CUSTOM_SOURCE", customOptions: { configuration } } });
  it.each([
    ["a type that is not known", spec({ features: [{ name: "b", valueType: "TENSOR" }] }), "features"],
    ["a record without its fields", spec({ features: [{ name: "b", valueType: "STRUCT" }] }), "features"],
    ["a duration that is none", spec({ ttl: "soon" }), "ttl"],
    [
      "a function without its text",
      spec({ featureTransformation: { userDefinedFunction: { name: "f" } } }),
      "transformation",
    ],
    ["a plan in bytes", spec({ featureTransformation: { substraitTransformation: {} } }), "transformation"],
    ["a source of another maker that is no JSON", custom("bm8ganNvbg=="), "sources"],
    ["a source of another maker with more to say", custom("eyJwYXRoIjoiYSIsImZpbHRlciI6ImIifQ=="), "sources"],
  ])("says what is not read: %s", (_what, json, part) => {
    const { view, unread } = readFeastRegistryView(json);
    expect(view?.unreadParts).toEqual([part]);
    expect(unread).toHaveLength(1);
    expect(unread[0]?.sentence).toMatch(/^[A-Z`].*\.$/);
  });

  it.each([
    ["nothing", null],
    ["no object", "view"],
    ["an error", { detail: "Feature view not found" }],
    ["a view without a name", { spec: { name: "" } }],
    ["features that are no list", { spec: { name: "a", features: 1 } }],
    ["half a character", { spec: { name: "a", batchSource: { fieldMapping: { b: "\uD800" } } } }],
    ["a label view", { type: "labelView", spec: { name: "a" } }],
  ])("is not made of %s", (_what, json) => {
    const { view, unread } = readFeastRegistryView(json);
    expect(view).toBeNull();
    expect(unread).toHaveLength(1);
  });
});
