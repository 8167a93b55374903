import fc from "fast-check";

/** A feature view as its author thinks of it. */
export type DrawnView = {
  name: string;
  entity: string;
  joinKey: string;
  days: number;
  fields: { name: string; type: string }[];
  path: string;
  body: string[];
};
/** How it is laid out: an order of arguments and what stands between words. */
export type Layout = { order: number[]; gaps: string[]; hasConstants: boolean };

const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).map((text) => `w_${text}`);

export const drawnView: fc.Arbitrary<DrawnView> = fc.record({
  name: word,
  entity: word,
  joinKey: word.map((text) => `key_${text}`),
  days: fc.integer({ min: 1, max: 4000 }),
  fields: fc.uniqueArray(
    fc.record({ name: word, type: fc.constantFrom("Int64", "Float32", "String", "Array(Float32)", "Bool") }),
    { minLength: 1, maxLength: 6, selector: ({ name }) => name },
  ),
  path: word.map((text) => `data/${text}.parquet`),
  body: fc.array(
    word.map((text) => `y = g(x, "${text}")`),
    { minLength: 1, maxLength: 4 },
  ),
});

export const layout: fc.Arbitrary<Layout> = fc.record({
  order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
  gaps: fc.array(fc.constantFrom("", " ", "\n", "  # said (\"[{'\n", "\t", " \\\n ", "\n\n"), {
    minLength: 1,
    maxLength: 9,
  }),
  hasConstants: fc.boolean(),
});

/** writeView writes a view, and one on demand with its function, as Python in a layout. */
export function writeView(view: DrawnView, { order, gaps, hasConstants }: Layout): string {
  let turn = 0;
  const gap = (): string => gaps[turn++ % gaps.length] ?? "";
  const call = (name: string, named: string[]): string => {
    const sorted = named.map((text, at) => [order[at % order.length] ?? 0, text] as const);
    sorted.sort(([left], [right]) => left - right);
    return `${name}(${sorted.map(([, text]) => `${gap()}${text}${gap()}`).join(",")},${gap()})`;
  };
  const fields = view.fields.map(({ name, type }) =>
    call("Field", [`name${gap()}=${gap()}"${name}"`, `dtype=${type}`]),
  );
  const schema = `[${gap()}${fields.join(`,${gap()}`)}${gap()}]`;
  const ttl = call("timedelta", [`days=${view.days}`]);
  const notes = gap().includes("#") ? "# a note\n" : "\n";
  return [
    "from datetime import timedelta\nfrom feast import *\nfrom feast.types import *\n",
    hasConstants ? `TTL = ${ttl}\nSCHEMA = ${schema}\n` : notes,
    `e = ${call("Entity", [`name='${view.entity}'`, `join_keys=["${view.joinKey}"]`])}\n${notes}`,
    `s = ${call("FileSource", [`path="${view.path}"`, "timestamp_field='at'"])}\n`,
    `v = ${call("FeatureView", [
      ...[`name="${view.name}"`, "entities=[e]", "source=s"],
      ...[`schema=${hasConstants ? "SCHEMA" : schema}`, `ttl=${hasConstants ? "TTL" : ttl}`],
    ])}\n${notes}`,
    `@${call("on_demand_feature_view", ["sources=[v]", 'schema=[Field(name="z", dtype=Int64)]'])}\n`,
    `def f(x):\n${view.body.map((line) => `    ${line}${gap().replace(/\S[^\n]*|\\\n/g, "")}\n`).join("")}    return y\n`,
  ].join("");
}
