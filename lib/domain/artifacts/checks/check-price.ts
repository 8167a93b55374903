import { isRecord, refuseAt } from "./check-records.ts";
import type { RecordProblem } from "./record-problem.ts";

/** checkPrice checks the price that a model's or a judge's file may name: US dollars for a million tokens, both ways. */
export function checkPrice(price: unknown): RecordProblem[] {
  if (price === undefined) return [];
  if (!isRecord(price))
    return [
      refuseAt(
        ["price"],
        "bad_price",
        "Write a price as inputUsdPerMillionTokens and outputUsdPerMillionTokens.",
      ),
    ];
  return ["inputUsdPerMillionTokens", "outputUsdPerMillionTokens"].flatMap((key) => {
    const usd = price[key];
    const isFine = typeof usd === "number" && Number.isFinite(usd) && usd >= 0;
    return isFine
      ? []
      : [refuseAt(["price", key], "bad_price", `\`${key}\` has to be a number of US dollars, 0 or more.`)];
  });
}
