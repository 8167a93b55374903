import { expect, it } from "vitest";
import { fingerprintFacts } from "./fingerprint-facts.ts";

const HEAD = "from feast import *\nfrom feast.types import Int64\n";
const view = (name: string, rest = "") =>
  `${name} = FeatureView(name='${name}', schema=[Field(name='a', dtype=Int64)]${rest})\n`;

it("a view has a fingerprint, and one of which a part is unknown says so", () => {
  const facts = (text: string) => fingerprintFacts([{ path: "feature_view.py", text: HEAD + text }]);
  expect(facts(view("a"))).toEqual([
    { label: "Fingerprint", value: expect.stringMatching(/^fv1:[0-9a-f]{64}$/) },
  ]);
  expect(facts(view("a", ", ttl=x"))).toEqual([
    { label: "Fingerprint", value: expect.stringMatching(/^fv1:[0-9a-f]{64}; of what could be read$/) },
  ]);
});

it("several views have one each, by name, and what is no Python has none", () => {
  const files = [
    { path: "a.py", text: HEAD + view("a") },
    { path: "b.py", text: HEAD + view("b") },
    { path: "c.yaml", text: HEAD + view("c") },
    { path: "d.py", text: null },
  ];
  expect(fingerprintFacts(files).map(({ label }) => label)).toEqual(["Fingerprint of a", "Fingerprint of b"]);
});
