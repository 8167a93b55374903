import { expect, it } from "vitest";
import { splitJoinKeys } from "./split-join-keys.ts";

const column = (name: string, valueType: string) => ({
  ...{ name, valueType, vectorIndex: false },
  ...{ vectorLength: null, vectorSearchMetric: null },
});
const entity = (joinKeys: string[], valueType: string | null = null) => ({ name: "e", joinKeys, valueType });

it("a column that is a join key is no feature, and gives its entity a type", () => {
  const { entities, features } = splitJoinKeys(
    [entity(["id"])],
    [column("id", "Int64"), column("a", "String")],
  );
  expect(entities).toEqual([entity(["id"], "Int64")]);
  expect(features.map(({ name }) => name)).toEqual(["a"]);
});

it("a type that the entity declares stays, and several keys give none", () => {
  const columns = [column("id", "Int64"), column("region", "String")];
  expect(splitJoinKeys([entity(["id"], "String")], columns).entities).toEqual([entity(["id"], "String")]);
  expect(splitJoinKeys([entity(["id", "region"])], columns)).toEqual({
    entities: [entity(["id", "region"])],
    features: [],
  });
});
