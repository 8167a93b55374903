import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PROBLEMS } from "../domain/errors.ts";
import { ENDPOINTS } from "./registry.ts";

const text = readFileSync(path.resolve(import.meta.dirname, "../../docs/api.md"), "utf8");
const shortPath = (address: string) =>
  address.replace("/api/v1/projects/{project}", "…").replace("/api/v1", "");

describe("docs/api.md", () => {
  it.each(ENDPOINTS.map((endpoint) => [`${endpoint.method} ${shortPath(endpoint.path)}`, endpoint] as const))(
    "lists %s as it is declared",
    (name, { summary, permission, idempotency }) => {
      const asked = idempotency === "none" ? "" : idempotency;
      expect(text).toContain(`| \`${name}\` | ${summary} | \`${permission}\` | ${asked} |`);
    },
  );

  it.each(Object.entries(PROBLEMS))("lists the code %s", (code, { status, title }) => {
    expect(text).toContain(`| ${status} | \`${code}\` | ${title} |`);
  });
});
