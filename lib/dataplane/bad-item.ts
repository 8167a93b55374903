/** Why one span or log record of a batch was not stored. */
export const BAD_ITEM_CODES = [
  "bad-id",
  "bad-time",
  "out-of-range",
  "too-long",
  "bad-text",
  "forbidden-key",
  "bad-attribute",
  "bad-arm",
  "bad-evaluation",
  "malformed",
  "unattributed",
] as const;
export type BadItemCode = (typeof BAD_ITEM_CODES)[number];

/** One item of a batch is refused; the others are stored. The message names the field and what is allowed. */
export class BadItem extends Error {
  readonly code: BadItemCode;

  constructor(code: BadItemCode, message: string) {
    super(message);
    this.name = "BadItem";
    this.code = code;
  }
}
