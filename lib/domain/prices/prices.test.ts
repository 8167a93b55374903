import { describe, expect, it } from "vitest";
import { checkFloating } from "../releases/check-floating.ts";
import { contextTokensOf, costUsd, findEntry, priceOf } from "./price-of.ts";
import { PRICE_TABLE } from "./price-table.ts";
import { staticCost } from "./static-cost.ts";

describe("the price table", () => {
  it("says which version it is, when it was read and where", () => {
    expect(PRICE_TABLE.label).toMatch(/^\d{4}-\d{2}$/);
    expect(PRICE_TABLE.readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(PRICE_TABLE.source).toContain("commit");
  });

  it("names each model once, with prices that can be right", () => {
    const names = PRICE_TABLE.entries.map(({ model }) => model);
    expect(new Set(names).size).toBe(names.length);
    for (const entry of PRICE_TABLE.entries) {
      expect(entry.inputUsdPerMillionTokens, entry.model).toBeGreaterThan(0);
      expect(entry.outputUsdPerMillionTokens, entry.model).toBeGreaterThanOrEqual(
        entry.inputUsdPerMillionTokens,
      );
      expect(entry.cachedInputUsdPerMillionTokens ?? 0, entry.model).toBeLessThan(
        entry.inputUsdPerMillionTokens,
      );
      expect(entry.contextTokens, entry.model).toBeGreaterThan(8000);
    }
  });

  it("names only snapshots of OpenAI and Anthropic that a release could name", () => {
    for (const { model, vendor } of PRICE_TABLE.entries) {
      if (vendor !== "openai" && vendor !== "anthropic") continue;
      expect(checkFloating({ kind: "model", name: model, version: "1" }), model).toBeNull();
    }
  });
});

describe("priceOf", () => {
  it.each(["gpt-4o-2024-08-06", "openai/gpt-4o-2024-08-06", " GPT-4o-2024-08-06 "])("knows %s", (name) => {
    expect(priceOf(name)).toMatchObject({ inputUsdPerMillionTokens: 2.5, outputUsdPerMillionTokens: 10 });
  });

  it.each(["lora", "gpt-4o", "gpt-4o-2024-08-06-mine", "__proto__", ""])(
    "has no price for %s, which is not zero",
    (name) => {
      expect(priceOf(name)).toBeNull();
      expect(contextTokensOf(name)).toBeNull();
    },
  );

  it("takes what the model's manifest says before its own table", () => {
    const own = { inputUsdPerMillionTokens: 0.1, outputUsdPerMillionTokens: 0.2 };
    expect(priceOf("gpt-4o-2024-08-06", own)).toMatchObject({ ...own, source: "manifest" });
  });

  it("does not take a host's price for the maker's", () => {
    expect(findEntry("llama-3.1-8b-instant")).toBeNull();
  });
});

describe("staticCost", () => {
  const price = { inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 8 };
  const known = { templateTokens: 350, meanOutputTokens: 440, monthlyRequests: 1_000_000, price };

  it("is template and mean answer at the month's traffic", () => {
    expect(costUsd({ inputTokens: 350, outputTokens: 440 }, price)).toBeCloseTo(0.00422, 12);
    expect(staticCost(known)).toMatchObject({ missing: [], costUsdPerMonth: expect.closeTo(4220, 6) });
  });

  it.each([
    ["templateTokens", "template's tokens"],
    ["meanOutputTokens", "eval run"],
    ["monthlyRequests", "monthlyRequests"],
    ["price", "no price"],
  ])("without %s has no monthly cost and says what is missing", (part, words) => {
    const cost = staticCost({ ...known, [part]: null });
    expect(cost.costUsdPerMonth).toBeNull();
    expect(cost.missing).toEqual([expect.stringContaining(words)]);
  });
});
