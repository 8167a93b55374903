import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthOfCard, lengthOfIban } from "./check-numbers.ts";
import { redactText, redactValue } from "./redact-text.ts";

const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKCAQ\n-----END RSA PRIVATE KEY-----";
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
/** Made of pieces, so that scanners of this repository do not take them for real ones. */
const SECRETS = [
  { kind: "key", secret: `sk-${"a1B2".repeat(8)}` },
  { kind: "key", secret: `sk-proj-${"a1B2_".repeat(8)}` },
  { kind: "key", secret: `ghp_${"a1B2".repeat(9)}` },
  { kind: "key", secret: `github_pat_${"a1B2".repeat(9)}` },
  { kind: "key", secret: `AKIA${"Q7ZX".repeat(4)}` },
  { kind: "key", secret: `xoxb-${"1234567890-".repeat(2)}abcdef` },
  { kind: "key", secret: `tpl_0123abcd_${"aB3".repeat(14)}` },
  { kind: "private-key", secret: PEM },
  { kind: "private-key", secret: PEM.slice(0, 50) },
  { kind: "jwt", secret: JWT },
  { kind: "email", secret: "jane.doe+x@mail.example.co.uk" },
  { kind: "email", secret: "jürgen@müller.example" },
  { kind: "iban", secret: "DE89 3704 0044 0532 0130 00" },
  { kind: "iban", secret: "GB82WEST12345698765432" },
  { kind: "card", secret: "4111 1111 1111 1111" },
  { kind: "card", secret: "5500-0000-0000-0004" },
  { kind: "card", secret: "378282246310005" },
];

describe("redactText", () => {
  it.each(SECRETS)("takes out $secret", ({ kind, secret }) => {
    expect(redactText(`before ${secret} after`)).toContain(`before [redacted:${kind}]`);
    expect(redactText(`before ${secret} after`)).not.toContain(secret);
  });

  it.each([
    ["Authorization: Bearer abcdef1234567890", "Authorization: Bearer [redacted:bearer]"],
    [
      "https://x.example/a?q=1&api_key=hunter22&page=2",
      "https://x.example/a?q=1&api_key=[redacted:secret]&page=2",
    ],
    ["https://x.example/#access_token=abc", "https://x.example/#access_token=[redacted:secret]"],
    ["postgres://app:hunter22@db.example/x", "postgres://[redacted:password]@db.example/x"],
    ['{"password":"hunter22","n":1}', '{"password":"[redacted:secret]","n":1}'],
    ["mail to jane%40example.com please", "mail to [redacted:email] please"],
  ])("of %s leaves what stands around it", (text, clean) => {
    expect(redactText(text)).toBe(clean);
  });

  it.each([
    "When is my deploy through?",
    "lora@1.9",
    "releases@5 and support@2.8",
    "scikit: sk-learn-style-names",
    "4111 1111 1111 1112",
    "DE89 3704 0044 0532 0130 03",
    "1764460800000000000",
    "sha256:9f3c2a1e5d8e1f0a9f3c2a1e5d8e1f0a9f3c2a1e5d8e1f0a9f3c2a1e5d8e1f0a",
    "019abcde-1234-7abc-8def-0123456789ab",
    "gen_ai.usage.input_tokens",
    "https://x.example/releases?page=2&sort=name",
  ])("leaves %s alone", (text) => {
    expect(redactText(text)).toBe(text);
  });

  it("of any text with a secret keeps none of it, and redacting again changes nothing", () => {
    const filler = fc.string({ maxLength: 40 });
    const secret = fc.constantFrom(...SECRETS.filter(({ secret: text }) => text !== PEM.slice(0, 50)));
    fc.assert(
      fc.property(filler, secret, filler, (before, { secret: text }, after) => {
        const clean = redactText(`${before} ${text} ${after}`);
        expect(clean).not.toContain(text);
        expect(redactText(clean)).toBe(clean);
      }),
    );
  });

  it.each(["a", "a.", "@", "-----BEGIN ", "4 ", "eyJ", "sk-", "AB12", "://a:", "?key", "password="])(
    "takes no longer than linear time on %s, 100,000 times",
    (piece) => {
      const startedAt = performance.now();
      redactText(`${piece.repeat(100_000)}!`);
      expect(performance.now() - startedAt).toBeLessThan(4_000);
    },
  );
});

describe("redactValue", () => {
  it("redacts texts however deep, secrets by their name, and card numbers that came as numbers", () => {
    const value = {
      user: { mail: "jane@example.com", password: "x", visits: 4 },
      list: ["ok", "jane@example.com"],
      card: 4111111111111111,
      input_tokens: 380,
      "http.cookie": "a=b",
    };
    expect(redactValue(value)).toEqual({
      user: { mail: "[redacted:email]", password: "[redacted:secret]", visits: 4 },
      list: ["ok", "[redacted:email]"],
      card: "[redacted:card]",
      input_tokens: 380,
      "http.cookie": "[redacted:secret]",
    });
  });
});

describe("check digits", () => {
  it("hold for real numbers and for no neighbour of theirs", () => {
    expect(["4111111111111111", "4111111111111112"].map(lengthOfCard)).toEqual([16, 0]);
    expect(["4111 1111 1111 1111 22", "41111111111111112"].map(lengthOfCard)).toEqual([19, 0]);
    expect(["FR1420041010050500013M02606", "FR1420041010050500013M02607"].map(lengthOfIban)).toEqual([27, 0]);
    expect(lengthOfIban("DE89 3704 0044 0532 0130 00 and more")).toBe(27);
  });
});
