import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { featureViewFingerprint } from "../feature-view-fingerprint.ts";
import type { FeatureViewSpec } from "../feature-view-spec.ts";
import { readFeastFile } from "./read-feast-file.ts";

const DEMO = join(import.meta.dirname, "../../../../demo/repository/history");
const fixture = (name: string): string => readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
const said = (text: string): string[] =>
  readFeastFile(text).unread.map((one) => `${one.line} ${one.sentence}`);
const columns = (view: FeatureViewSpec | undefined): Record<string, string> =>
  Object.fromEntries(view?.features.map(({ name, valueType }) => [name, valueType]) ?? []);
const viewsOf = (file: string): Map<string, FeatureViewSpec> =>
  new Map(readFeastFile(fixture(file)).views.map((view) => [view.name, view]));

describe("the article's sketch", () => {
  const { views, unread } = readFeastFile(fixture("article-sketch.py"));
  const [view] = views;

  it("has three features, an entity and ninety days", () => {
    expect(views).toHaveLength(1);
    expect(view?.name).toBe("release_history_embeddings");
    expect(columns(view)).toEqual({
      recent_failure_count: "Int64",
      avg_queue_minutes_30d: "Float32",
      release_pattern_embedding: "Array(Float32)",
    });
    expect(view?.entities).toEqual([{ name: "user_id", joinKeys: ["user_id"], valueType: null }]);
    expect(view?.ttlSeconds).toBe(7_776_000);
  });

  it("does not define its source, which is said", () => {
    expect(view?.sources).toEqual([]);
    expect(view?.unreadParts).toEqual(["sources"]);
    const sentence =
      "A source of release_history_embeddings is not read: `release_history_source` is not defined in this file.";
    expect(unread).toEqual([{ line: 16, sentence }]);
  });
});

describe("the demo's feature view", () => {
  const versions = [1, 2, 3, 4, 5].map((n) =>
    readFeastFile(readFileSync(join(DEMO, `feature-view-${n}.py`), "utf8")),
  );
  const [first, , , fourth] = versions.map(({ views }) => views[0]);

  it("is read whole in each of its versions", () => {
    expect(versions.map(({ views, unread }) => [views.length, unread])).toEqual(Array(5).fill([1, []]));
    expect(first?.entities).toEqual([
      { name: "service_region", joinKeys: ["service", "region"], valueType: null },
    ]);
    expect([first?.ttlSeconds, fourth?.ttlSeconds]).toEqual([14 * 86_400, 30 * 86_400]);
    expect(first?.sources).toEqual([
      {
        kind: "batch",
        type: "File",
        reference: "data/release_history.parquet",
        timestampField: "event_timestamp",
        createdTimestampField: null,
        fieldMapping: {},
      },
    ]);
  });

  it("has another fingerprint where its schema or its time changed, and the same where a note beside it did", () => {
    const prints = versions.map(({ views: [view] }) => view && featureViewFingerprint(view));
    expect(new Set(prints).size).toBe(4);
    expect(prints[4]).toBe(prints[3]);
  });
});

describe("files as teams write them", () => {
  it("driver statistics: a push, a list that two views share, and a view on demand with a request", () => {
    const views = viewsOf("driver-stats.py");
    expect(said(fixture("driver-stats.py"))).toEqual([]);
    expect([...views.keys()]).toEqual([
      "driver_hourly_stats",
      "driver_hourly_stats_fresh",
      "transformed_conv_rate",
    ]);
    const stats = views.get("driver_hourly_stats");
    expect(stats?.entities).toEqual([{ name: "driver", joinKeys: ["driver_id"], valueType: "Int64" }]);
    expect(columns(stats)).toEqual({
      ...{ conv_rate: "Float32", acc_rate: "Float32", avg_daily_trips: "Int64" },
      ...{ driver_profile: "Struct({age: Int64, name: String})", driver_metadata: "Map" },
    });
    const fresh = views.get("driver_hourly_stats_fresh");
    expect(fresh?.ttlSeconds).toBe(2.5 * 86_400);
    expect(fresh?.sources.map(({ kind, reference }) => `${kind} ${reference}`)).toEqual([
      "stream driver_stats_push",
      "batch data/driver_stats.parquet",
    ]);
    const onDemand = views.get("transformed_conv_rate");
    expect(onDemand?.sources.map(({ kind, reference }) => `${kind} ${reference}`)).toEqual([
      "view driver_hourly_stats",
      "request vals_to_add(val_to_add: Int64, val_to_add_2: Int64)",
    ]);
    expect(onDemand?.transformation?.mode).toBe("pandas");
    expect(onDemand?.transformation?.body).toContain(
      "\n    # Both sums are of the rate of the last hour.\n    df[",
    );
  });

  it("documents for retrieval: a vector with length and metric, an entity without join keys", () => {
    const view = viewsOf("rag-documents.py").get("document_embeddings");
    expect(view?.features[0]).toEqual({
      name: "vector",
      valueType: "Array(Float32)",
      ...{ vectorIndex: true, vectorLength: 384, vectorSearchMetric: "COSINE" },
    });
    expect(view?.entities).toEqual([{ name: "document_id", joinKeys: ["document_id"], valueType: "String" }]);
    expect(view?.sources[0]?.reference).toBe("data/runbooks_with_embeddings.parquet");
    expect([view?.ttlSeconds, view?.unreadParts]).toEqual([7200, []]);
  });

  it("a stream of orders: aggregations with windows, a topic with the file behind it", () => {
    const view = viewsOf("stream-orders.py").get("customer_orders");
    expect(view?.aggregations).toEqual([
      {
        column: "amount",
        function: "sum",
        timeWindowSeconds: 86_400,
        slideIntervalSeconds: 3_600,
        name: null,
      },
      {
        ...{ column: "amount", function: "count", name: "orders" },
        ...{ timeWindowSeconds: 604_800, slideIntervalSeconds: 604_800 },
      },
    ]);
    expect(view?.sources.map(({ type, reference }) => `${type} ${reference}`)).toEqual([
      "Kafka orders",
      "File data/orders.parquet",
    ]);
    expect(view?.settings).toEqual({ timestampField: "event_timestamp" });
    expect([view?.transformation?.mode, view?.unreadParts]).toEqual(["spark", []]);
  });

  it("a warehouse: queries, tables with the schema that Feast fills in, a function that is given", () => {
    const views = viewsOf("warehouse.py");
    expect(views.get("incidents")?.sources[0]?.reference).toMatch(/^\s+SELECT service/);
    expect(views.get("incidents")?.sources[0]?.fieldMapping).toEqual({ cnt: "open_incidents" });
    expect(views.get("owners")?.sources[0]?.reference).toBe("OPS.PUBLIC.OWNERS");
    expect(views.get("queue")?.sources[0]?.reference).toBe("ops.public.queue");
    expect([views.get("incidents")?.ttlSeconds, views.get("queue")?.ttlSeconds]).toEqual([null, null]);
    expect(views.get("cleaned_queue")?.transformation).toEqual({
      name: "clean",
      mode: "python",
      body: 'def clean(rows):\n    return [row for row in rows if row["waiting"] >= 0]',
    });
  });

  it("a program that makes views: what it works out is said line by line, and the rest is read", () => {
    const { views } = readFeastFile(fixture("dynamic.py"));
    expect(views.map(({ name, unreadParts }) => [name, unreadParts])).toEqual([
      ["by_loop", ["entities", "features", "ttl", "sources"]],
      ["by_comprehension", ["arguments", "changes", "features"]],
    ]);
    expect(said(fixture("dynamic.py"))).toEqual([
      "8 An entity of by_loop is not read: `region` comes from `entities`, which is another file.",
      "12 Arguments of by_comprehension that come from `*` or `**` are not read.",
      "15 `path` of the FileSource of by_loop is not read: it is an f-string, which is known only when the file runs.",
      "16 `ttl` of by_loop is not read: it is what `int` returns.",
      "20 `schema` of by_loop is changed on this line, which is not read.",
      "34 A field of by_comprehension is not read: it is worked out by a loop (`for`).",
      "39 A feature view is made here in a way that is not read.",
      "43 A feature view is made here in a way that is not read.",
      "47 The feature view by_comprehension is changed on this line, which is not read.",
    ]);
  });
});
