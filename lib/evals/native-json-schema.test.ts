import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { importEvalRun } from "./index.ts";
import { nativeJsonSchema } from "./native-json-schema.ts";

const published = (name: string) =>
  readFileSync(new URL(`../../docs/schemas/${name}`, import.meta.url), "utf8");
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const validate = ajv.compile(nativeJsonSchema());

describe("the published JSON Schema of Tupelo's own format", () => {
  test("is the one that the importer checks by", () => {
    expect(JSON.parse(published("eval-run.schema.json"))).toEqual(nativeJsonSchema());
  });

  test("accepts the published example, which is imported", () => {
    const example = published("eval-run.example.json");
    expect(validate(JSON.parse(example))).toBe(true);
    expect(importEvalRun(Buffer.from(example)).cases).toHaveLength(2);
  });

  test.each([{ speed: 1 }, { score: "1" }, { score: 2 }])("refuses a case with %j", (change) => {
    const cases = [{ caseId: "a", score: 1, passed: true, ...change }];
    expect(validate({ format: "tupelo", version: 1, cases })).toBe(false);
  });
});
