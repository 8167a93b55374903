import { expect, it } from "vitest";
import { describeFeatureView, describeTtl } from "./describe-feature-view.ts";
import { readFeastFile } from "./feast/read-feast-file.ts";

it.each([
  [null, "never expires"],
  [7_776_000, "90 days"],
  [86_400, "1 day"],
  [5_400, "90 minutes"],
  [7_200, "2 hours"],
  [36.5, "36.5 seconds"],
  [1, "1 second"],
])("a time to live of %s seconds reads: %s", (seconds, words) => expect(describeTtl(seconds)).toBe(words));

const HEAD =
  "from datetime import timedelta\nfrom feast import *\nfrom feast.types import Int64\ne = Entity(name='driver', join_keys=['id'])\n";
const factsOf = (rest: string): Record<string, string> => {
  const [view] = readFeastFile(`${HEAD}${rest}\n`).views;
  return Object.fromEntries(
    (view ? describeFeatureView(view) : []).map(({ label, value }) => [label, value]),
  );
};

it("a view that was read whole is told with its types, its keys and its source", () => {
  const query = "BigQuerySource(name='q', query='SELECT 1\\n  FROM t', timestamp_field='at')";
  expect(
    factsOf(
      `v = FeatureView(name='v', entities=[e], ttl=timedelta(days=1), schema=[Field(name='a', dtype=Int64)], source=${query})`,
    ),
  ).toEqual({
    Features: "a Int64",
    Entities: "driver (id)",
    "Time to live": "1 day",
    Source: "BigQuery SELECT 1 FROM t",
  });
});

it("what could not be read is no fact: neither that nothing expires, nor that there is no source", () => {
  expect(
    factsOf("v = FeatureView(name='v', ttl=x, schema=[Field(name='a', dtype=Int64), y], source=z, udf=u)"),
  ).toEqual({
    Features: "a Int64; could not be read whole",
    "Time to live": "could not be read",
    Source: "could not be read whole",
    Transformation: "Unread (no mode); could not be read whole",
  });
});

it("names thirty features and counts the rest", () => {
  const fields = Array.from({ length: 33 }, (_, n) => `Field(name='f${n}', dtype=Int64)`);
  expect(factsOf(`v = FeatureView(name='v', schema=[${fields.join(",")}])`).Features).toMatch(
    /f29 Int64, 3 more$/,
  );
});
