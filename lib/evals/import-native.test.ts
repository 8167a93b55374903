import { describe, expect, test } from "vitest";
import { AppError } from "../domain/errors.ts";
import { UNREPORTED } from "../domain/gates/eval-case.ts";
import { importEvalRun } from "./index.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const run = (...cases: object[]) => bytes({ format: "tupelo", version: 1, cases });
const one = { caseId: "a", score: 0.5, passed: true };

describe("Tupelo's own format", () => {
  test("the least that a case says; what is not measured is null", () => {
    expect(importEvalRun(run(one))).toEqual({
      format: "native",
      tool: "tupelo",
      createdAt: null,
      conditions: null,
      cases: [{ ...UNREPORTED, ...one }],
    });
  });

  test("a case that ended in an error has not passed and scores 0", () => {
    expect(importEvalRun(run({ ...one, isError: true })).cases[0]).toMatchObject({ score: 0, passed: false });
  });

  test.each([
    { name: "an unknown field", value: { ...one, speed: 1 } },
    { name: "a score above 1", value: { ...one, score: 84 } },
    { name: "a score as text", value: { ...one, score: "0.5" } },
    { name: "an empty id", value: { ...one, caseId: "" } },
    { name: "a missing verdict", value: { caseId: "a", score: 1 } },
  ])("$name is refused", ({ value }) => {
    expect(() => importEvalRun(run(value), "native")).toThrow(AppError);
    expect(() => importEvalRun(run(value), "native")).toThrow("/cases/0");
  });

  test("no cases are refused", () => {
    expect(() => importEvalRun(run())).toThrow("/cases");
  });

  test("a file sent under the wrong name is refused", () => {
    expect(() => importEvalRun(run(one), "promptfoo")).toThrow("This is not a result file of promptfoo");
  });
});
