import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ENDPOINTS } from "./registry.ts";

type Found = {
  texts: { place: string; max: number | null; patterns: RegExp[] }[];
  lists: { place: string; max: number | null }[];
};

type Text = z.ZodString | z.ZodISODateTime;

const definitionsOf = (schema: Text | z.ZodArray) =>
  (schema.def.checks ?? []).map((check): object => check._zod.def);

function maxOf(schema: Text | z.ZodArray): number | null {
  const limits = definitionsOf(schema).flatMap((one) =>
    "maximum" in one && typeof one.maximum === "number" ? [one.maximum] : [],
  );
  return limits.length === 0 ? null : Math.min(...limits);
}

const patternsOf = (schema: Text) =>
  definitionsOf(schema).flatMap((one) =>
    "pattern" in one && one.pattern instanceof RegExp ? [one.pattern] : [],
  );

/** Everything that a schema takes as text or as a list; a kind of schema that is not known here is an error. */
function collect(schema: unknown, place: string, found: Found): void {
  if (schema instanceof z.ZodString || schema instanceof z.ZodISODateTime) {
    found.texts.push({ place, max: maxOf(schema), patterns: patternsOf(schema) });
  } else if (schema instanceof z.ZodObject) {
    for (const [name, field] of Object.entries(schema.shape)) collect(field, `${place}.${name}`, found);
  } else if (schema instanceof z.ZodArray) {
    found.lists.push({ place, max: maxOf(schema) });
    collect(schema.element, `${place}[]`, found);
  } else if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  ) {
    collect(schema.unwrap(), place, found);
  } else if (schema instanceof z.ZodPipe) {
    collect(schema.in, place, found);
  } else if (
    !(schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean || schema instanceof z.ZodEnum)
  ) {
    throw new Error(`Say here how ${place} is limited.`);
  }
}

const taken = ENDPOINTS.map(({ operationId, params, query, body, bodyKind }) => {
  const found: Found = { texts: [], lists: [] };
  collect(params, "params", found);
  collect(query, "query", found);
  if (body !== null && bodyKind === "json") collect(body, "body", found);
  return { operationId, ...found };
});

/** A pattern of the whole text without `*`, `+` and `{n,}` takes no more than its own length. */
const isBounded = ({ source }: RegExp) =>
  /^\^.*\$$/s.test(source) && !/[*+]|\{\d+,\}/.test(source.replace(/\\.|\[[^\]]*\]/g, "x"));

describe("row 68: what people send is limited before anything looks at it", () => {
  it("walks every endpoint", () => {
    expect(taken.flatMap(({ texts }) => texts).length).toBeGreaterThan(150);
    expect(isBounded(/^[a-z0-9][a-z0-9-]{0,62}$/)).toBe(true);
    for (const pattern of [/^(a+)+$/, /^a{2,}$/, /a/, /^[a]*$/]) expect(isBounded(pattern)).toBe(false);
  });

  it.each(taken)("$operationId limits the length of each text and list", ({ texts, lists }) => {
    const unlimited = texts.filter(({ max, patterns }) => max === null && !patterns.some(isBounded));
    expect(unlimited).toEqual([]);
    expect(texts.filter(({ max }) => max !== null && max > 20_000)).toEqual([]);
    expect(lists.filter(({ max }) => max === null || max > 1_000)).toEqual([]);
  });

  it.each(taken)("$operationId has patterns that take one look at a text", ({ texts }) => {
    const slow = texts.flatMap(({ place, patterns }) =>
      patterns.filter((one) => !isBounded(one)).map((one) => [place, one.source]),
    );
    expect(slow).toEqual([]);
  });
});
