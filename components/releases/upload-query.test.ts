import { describe, expect, it } from "vitest";
import { NO_OPTIONS, uploadQuery } from "@/components/releases/upload-query.ts";

describe("uploadQuery", () => {
  it("says nothing where nothing was chosen, so that the server reads the format itself", () => {
    expect(uploadQuery(NO_OPTIONS)).toEqual({});
    expect(uploadQuery({ ...NO_OPTIONS, prompt: "  " })).toEqual({});
  });

  it("sends what was said, without blanks around it", () => {
    const said = { ...NO_OPTIONS, format: "csv" as const, columns: " caseId=id ", under: " 698df6d7ad\n" };
    expect(uploadQuery(said)).toEqual({ format: "csv", columns: "caseId=id", under: "698df6d7ad" });
  });
});
