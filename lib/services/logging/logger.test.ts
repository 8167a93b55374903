import { pino } from "pino";
import { expect, it } from "vitest";
import { redaction } from "./logger.ts";

it("blacks out credentials down to the third level, and leaves the rest", () => {
  const lines: string[] = [];
  const logger = pino({ redact: redaction() }, { write: (line: string) => void lines.push(line) });
  const headers = {
    authorization: "Bearer s3cret",
    cookie: "s3cret",
    "set-cookie": "s3cret",
    "x-api-key": "s3cret",
  };
  logger.info({ password: "s3cret", user: { token: "s3cret" }, request: { headers, url: "/kept" } }, "seen");
  expect(lines[0]).not.toContain("s3cret");
  expect(lines[0]).toContain("/kept");
});
