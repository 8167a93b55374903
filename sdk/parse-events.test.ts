import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";
import { createEventParser, type ServerEvent } from "./parse-events.ts";
import { parseSnapshot } from "./snapshot.ts";
import { snapshotWith } from "./testing/snapshots.ts";

const STREAM =
  'retry: 1000\n\n: beat\n\nid: "1"\ndata: {"a":1}\n\nid: "2"\r\ndata: x\r\ndata:y\r\n\r\n: beat\n\ndata\n\n';
const EVENTS = [
  { id: '"1"', data: '{"a":1}' },
  { id: '"2"', data: "x\ny" },
  { id: '"2"', data: "" },
];

it("reads the same events however the bytes are cut", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: STREAM.length - 1 }), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, (places) => {
      const events: ServerEvent[] = [];
      const parse = createEventParser((event) => events.push(event));
      let from = 0;
      for (const place of [...new Set(places)].sort((a, b) => a - b).concat(STREAM.length)) {
        parse(STREAM.slice(from, place));
        from = place;
      }
      expect(events).toEqual(EVENTS);
    }),
  );
});

it("gives up on an event without an end", () => {
  const parse = createEventParser(() => {});
  expect(() => parse(`data: ${"x".repeat(70_000)}`)).toThrow(/too long/);
  const whole = createEventParser(() => {});
  expect(() => {
    for (let index = 0; index < 100; index += 1) whole(`data: ${"x".repeat(1_000)}\n`);
  }).toThrow(/too long/);
});

it("waits longer each time, at most half a minute, and never all gateways at once", () => {
  const longest = Array.from({ length: 12 }, (_, attempt) => backoffMs(attempt, () => 1));
  expect(longest.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
  expect(Math.max(...longest)).toBe(30_000);
  expect(backoffMs(3, () => 0)).toBe(2_000);
});

it("refuses a snapshot with a wrong field by its name, and takes fields that it does not know", () => {
  const good = JSON.parse(JSON.stringify(snapshotWith()));
  expect(parseSnapshot({ ...good, later: 1 })).toEqual(snapshotWith());
  const [environment] = good.environments;
  expect(() => parseSnapshot({ ...good, environments: [{ ...environment, shareBp: 10_001 }] })).toThrow(
    "shareBp",
  );
  expect(() => parseSnapshot({ ...good, environments: {} })).toThrow("environments");
  expect(() => parseSnapshot(null)).toThrow("snapshot");
});
