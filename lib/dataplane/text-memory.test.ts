import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TextMemory } from "./text-memory.ts";

const decode = (bytes: Buffer, start: number, end: number) => bytes.toString("utf8", start, end);
const read = (memory: TextMemory, text: string) => {
  const bytes = Buffer.from(`<${text}>`);
  return memory.read(bytes, 1, bytes.length - 1, decode);
};

describe("TextMemory", () => {
  test("gives the text of the bytes, whatever came before, with one slot for all", () => {
    const texts = fc.array(fc.string({ maxLength: 90, unit: "grapheme" }), { maxLength: 30 });
    fc.assert(
      fc.property(texts, (all) => {
        const memory = new TextMemory(1);
        for (const text of [...all, ...all]) expect(read(memory, text)).toBe(text);
      }),
    );
  });

  test("tells texts apart that differ only where its hash does not look", () => {
    const memory = new TextMemory(1);
    const text = "a".repeat(60);
    for (let at = 0; at < 60; at += 1) {
      const other = `${text.slice(0, at)}b${text.slice(at + 1)}`;
      expect([read(memory, text), read(memory, other)]).toEqual([text, other]);
    }
  });

  test("decodes a text once, and none that was refused", () => {
    const memory = new TextMemory(64);
    let decoded = 0;
    const count = (bytes: Buffer, start: number, end: number) => {
      decoded += 1;
      if (bytes.includes("bad")) throw new Error("refused");
      return decode(bytes, start, end);
    };
    const bytes = Buffer.from("gen_ai.request.model");
    for (let round = 0; round < 3; round += 1) memory.read(bytes, 0, bytes.length, count);
    expect(decoded).toBe(1);
    const bad = Buffer.from("bad");
    for (let round = 0; round < 2; round += 1)
      expect(() => memory.read(bad, 0, bad.length, count)).toThrow("refused");
    expect(decoded).toBe(3);
  });
});
