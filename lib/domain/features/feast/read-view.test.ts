import { describe, expect, it } from "vitest";
import { readFeastFile } from "./read-feast-file.ts";

const HEAD = [
  "from datetime import timedelta",
  "from feast import *",
  "from feast.types import Array, Int64, String, Struct, PrimitiveFeastType",
  "from elsewhere import thing",
  "s = FileSource(path='a.parquet', timestamp_field='at')",
  "e = Entity(name='e')",
  "",
].join("\n");
const CALL = "v = FeatureView(name='v', entities=[e], schema=[Field(name='a', dtype=Int64)], source=s";
const read = (line: string) => readFeastFile(`${HEAD}${line}\n`);

describe("what of a view is not read", () => {
  it.each([
    [
      "an argument that is not known",
      `${CALL}, fresh=1)`,
      "`fresh` of v is not known here, and is not read.",
    ],
    ["an argument without a name", `${CALL}, 1)`, "An argument of v that has no name is not read."],
    ["a time that is a number", `${CALL}, ttl=90)`, "`ttl` of v is not read: it is not a timedelta."],
    [
      "a time of another file",
      `${CALL}, ttl=thing)`,
      "`ttl` of v is not read: `thing` comes from `elsewhere`, which is another file.",
    ],
    [
      "a function of another file",
      `${CALL}, udf=thing)`,
      "`udf` of v is not read: `thing` comes from `elsewhere`, which is another file.",
    ],
    [
      "a function without a name",
      `${CALL}, udf=lambda x: x)`,
      "`udf` of v is not read: it is worked out with `lambda`.",
    ],
    [
      "a flag that is worked out",
      `${CALL}, singleton=not 1)`,
      "`singleton` of v is not read: it is worked out with `not`.",
    ],
    [
      "a list of others",
      `${CALL}, aggregations=[1])`,
      "An aggregation of v is not read: it is not an Aggregation.",
    ],
    [
      "a change",
      `${CALL})\nv.ttl = timedelta(days=1)`,
      "The feature view v is changed on this line, which is not read.",
    ],
    [
      "a view without a schema",
      "v = FeatureView(name='v', entities=[e], source=s)",
      "The schema of v is not in the file: Feast takes it from the source.",
    ],
  ])("%s is said, and marks the view", (_what, line, sentence) => {
    const { views, unread } = read(line);
    expect(unread.map((one) => one.sentence)).toEqual([sentence]);
    expect(views.map(({ unreadParts }) => unreadParts.length)).toEqual([1]);
  });

  it.each([
    ["Field(name='a')", "`dtype` of the field a of v is not read: it is not there."],
    [
      "Field(name='a', dtype=thing)",
      "`dtype` of the field a of v is not read: `thing` comes from `elsewhere`, which is another file.",
    ],
    [
      "Field(name='a', dtype=Array(1))",
      "`dtype` of the field a of v is not read: it is not a type of Feast.",
    ],
    [
      "Field(name='a', dtype=Int64, default=1)",
      "`default` of the field a of v is not known here, and is not read.",
    ],
    [
      "Field(name='a', dtype=Int64, vector_length='1')",
      "`vector_length` of the field a of v is not read: it is not a number.",
    ],
    ["Field(dtype=Int64)", "A field of v is not read: it has no name."],
    [
      "Field(name=thing, dtype=Int64)",
      "`name` of a field of v is not read: `thing` comes from `elsewhere`, which is another file.",
    ],
    ["thing(name='a')", "A field of v is not read: it is what `elsewhere.thing` returns."],
  ])("the field %s", (field, sentence) => {
    const { views, unread } = read(`v = FeatureView(name='v', schema=[${field}], source=s)`);
    expect(unread.map((one) => one.sentence)).toContain(sentence);
    expect(views[0]?.unreadParts).toEqual(["features"]);
  });

  it.each([
    [
      "FileSource(path='a')",
      "`timestamp_field` of the FileSource of v is not in the file: Feast takes it from the data.",
    ],
    [
      "FileSource(path=thing, timestamp_field='at')",
      "`path` of the FileSource of v is not read: `thing` comes from `elsewhere`, which is another file.",
    ],
    [
      "FileSource(path='a', timestamp_field='at', filter='b')",
      "`filter` of the FileSource of v is not known here, and is not read.",
    ],
    [
      "FileSource(path='a', timestamp_field='at', field_mapping={'a': 1})",
      "`field_mapping` of the FileSource of v is not read: it is not a text.",
    ],
    ["thing", "A source of v is not read: `thing` comes from `elsewhere`, which is another file."],
    ["e", "A source of v is not read: it is what `feast.Entity` returns."],
  ])("the source %s", (source, sentence) => {
    const { views, unread } = read(
      `v = FeatureView(name='v', schema=[Field(name='a', dtype=Int64)], source=${source})`,
    );
    expect(unread.map((one) => one.sentence)).toEqual([sentence]);
    expect(views[0]?.unreadParts).toEqual(["sources"]);
  });

  it.each([
    ["thing", "An entity of v is not read: `thing` comes from `elsewhere`, which is another file."],
    ["'driver'", "The join keys of the entity driver of v are not in this file."],
    ["Entity(join_keys=['a'])", "An entity of v is not read: it has no name."],
    [
      "Entity(name='d', join_keys=[thing])",
      "A join key of the entity d is not read: `thing` comes from `elsewhere`, which is another file.",
    ],
    [
      "Entity(name='d', value_type=1)",
      "`value_type` of the entity d is not read: it is not a type of Feast.",
    ],
  ])("the entity %s", (entity, sentence) => {
    const { views, unread } = read(
      `v = FeatureView(name='v', entities=[${entity}], schema=[Field(name='a', dtype=Int64)], source=s)`,
    );
    expect(unread.map((one) => one.sentence)).toEqual([sentence]);
    expect(views[0]?.unreadParts).toEqual(["entities"]);
  });
});

describe("what later lines change", () => {
  const fields = "F = [Field(name='a', dtype=Int64)]\n";
  const view = "v = FeatureView(name='v', schema=F, source=s)\n";
  it.each([
    ["a call", `${fields}F.append(1)\n${view}`, "`schema` of v is changed on this line, which is not read."],
    ["an item", `${fields}F[0] = 1\n${view}`, "`schema` of v is changed on this line, which is not read."],
    [
      "a loop",
      `${fields}for x in y:\n  F.append(x)\n${view}`,
      "`schema` of v is changed on this line, which is not read.",
    ],
    [
      "more of it in a block",
      `${fields}${view}if x:\n  F += [1]\n`,
      "`schema` of v is changed on this line, which is not read.",
    ],
    [
      "an entity",
      `e.join_key = 'b'\nv = FeatureView(name='v', entities=[e], schema=[Field(name='a', dtype=Int64)], source=s)`,
      "The entity e is changed on this line, which is not read.",
    ],
    [
      "a source",
      `s.path = 'b'\nv = FeatureView(name='v', schema=[Field(name='a', dtype=Int64)], source=s)`,
      "The FileSource of v is changed on this line, which is not read.",
    ],
  ])("is said: %s", (_what, line, sentence) => {
    const { views, unread } = read(line);
    expect(unread.map((one) => one.sentence)).toEqual([sentence]);
    expect(views[0]?.unreadParts).toHaveLength(1);
  });

  it.each([
    ["another list under the name", `${fields}${view}F = []\n`],
    ["another list under the name, in a block", `${fields}${view}if x:\n  F = []\n`],
    ["the name alone", `${fields}${view}del F\n`],
  ])("is not said where the view keeps what it has: %s", (_what, line) => {
    const { views, unread } = read(line);
    expect([views[0]?.features.length, unread]).toEqual([1, []]);
  });

  it("is a second decorator, which is said", () => {
    const decorated =
      "@on_demand_feature_view(sources=[s], schema=[Field(name='a', dtype=Int64)])\n@timed\ndef f(x):\n  return x\n";
    expect(read(decorated).unread.map((one) => one.sentence)).toEqual([
      "A second decorator of `f` is not read.",
    ]);
  });

  it("is that a name is another view's in the end: Feast registers the last", () => {
    const { views, unread } = read(`${fields}${view}${view.replace("name='v'", "name='w'")}`);
    expect(views.map(({ name }) => name)).toEqual(["w"]);
    expect(unread.map((one) => one.sentence)).toEqual([
      "This feature view keeps no name in the file, so Feast does not register it.",
    ]);
  });

  it("is no way to make very much of little", () => {
    const many = Array.from({ length: 50 }, (_, n) =>
      view.replace("v =", `v${n} =`).replace("'v'", `'v${n}'`),
    ).join("");
    const { views, unread } = read(`F = [${"Field(name='a', dtype=Int64),".repeat(1_000)}]\n${many}`);
    expect(views.reduce((sum, { features }) => sum + features.length, 0)).toBe(20_000);
    expect(unread[0]?.sentence).toBe("`schema` of v20 is not read: the file has too many items.");
  });
});

describe("a view that is no view", () => {
  it.each([
    [
      "has no name that is known",
      "v = FeatureView(name=thing)",
      "A feature view is not read: its name is not known without running the file.",
    ],
    [
      "keeps no name",
      "FeatureView(name='v')",
      "This feature view keeps no name in the file, so Feast does not register it.",
    ],
    [
      "is in a list",
      "v = [FeatureView(name='v')]",
      "This feature view keeps no name in the file, so Feast does not register it.",
    ],
    ["is a label view", "v = LabelView(name='v')", "A LabelView is not read."],
    [
      "is made in a function",
      "def f(): return FeatureView(name='v')",
      "A feature view is made here in a way that is not read.",
    ],
    [
      "is made by another class of this name",
      "class FeatureView: pass\nv = FeatureView(name='v')",
      "`FeatureView` is not that of Feast here, so it is not read.",
    ],
  ])("%s", (_what, line, sentence) => {
    const { views, unread } = read(line);
    expect(views).toEqual([]);
    expect(unread.map((one) => one.sentence)).toContain(sentence);
  });

  it("is not imported", () => {
    const { views, unread } = readFeastFile("v = FeatureView(name='v')\n");
    expect(views).toEqual([]);
    expect(unread).toEqual([{ line: 1, sentence: "`FeatureView` is not imported, so it is not read." }]);
  });
});

describe("a function", () => {
  const decorated = (body: string) => `
@on_demand_feature_view(sources=[s2], schema=[Field(name='a', dtype=Int64)])
def f(x):
    ${body}
s2 = 1
`;
  it("is read with a note on what it takes from elsewhere in the file, which leaves the view whole", () => {
    const text = `FACTOR = 2\ndef helper(x): return x\nr = RequestSource(name='r', schema=[])\n${decorated("return helper(x) * FACTOR").replaceAll("s2", "r").replace("\nr = 1", "")}`;
    const { views, unread } = read(text);
    expect(views[0]?.unreadParts).toEqual([]);
    expect(unread.map((one) => one.sentence)).toEqual([
      "`f` uses `helper`, which is not a part of it: a change of it is not seen.",
      "`f` uses `FACTOR`, which is not a part of it: a change of it is not seen.",
    ]);
  });

  it("is found in a transformation, by its mode's own name", () => {
    const text =
      "from feast.transformation.pandas_transformation import PandasTransformation\nfrom feast.transformation.mode import TransformationMode\ndef f(x): return x\n";
    const { views, unread } = read(
      `${text}v = BatchFeatureView(name='v', schema=[Field(name='a', dtype=Int64)], source=s, mode=TransformationMode.PANDAS, feature_transformation=PandasTransformation(udf=f, udf_string=''))`,
    );
    expect(unread).toEqual([]);
    expect(views[0]?.transformation).toEqual({ name: "f", mode: "pandas", body: "def f(x):\n    return x" });
  });
});
