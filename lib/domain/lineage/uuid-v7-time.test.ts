import { expect, it } from "vitest";
import { uuidV7Time } from "./uuid-v7-time.ts";

// The example of RFC 9562, appendix A.6: Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00.
const EXAMPLE = "017F22E2-79B0-7CC3-98C4-DC0C0C07398F";

it.each([
  { id: EXAMPLE, time: "2022-02-22T19:22:22.000Z" },
  { id: `req_${EXAMPLE.toLowerCase()}`, time: "2022-02-22T19:22:22.000Z" },
  { id: EXAMPLE.replace("-7C", "-4C"), time: null },
  { id: "req_8a2", time: null },
  { id: `${EXAMPLE}0`, time: null },
])("$id was made at $time", ({ id, time }) => {
  expect(uuidV7Time(id)?.toISOString() ?? null).toBe(time);
});
