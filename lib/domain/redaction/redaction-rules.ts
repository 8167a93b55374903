import { lengthOfCard, lengthOfIban } from "./check-numbers.ts";

/** One kind of thing that is not stored: how to find it, and how to make sure. */
export type RedactionRule = {
  kind: string;
  /** A cheap test: where it fails, the pattern is not tried. */
  hint: RegExp;
  /** Global. A first group, where there is one, is kept: it names what follows. Bounded, so that its time is linear. */
  pattern: RegExp;
  /** How much of what was found, from its beginning, is really one; 0 when it is none. */
  realLength?: (found: string) => number;
};

const SECRET_NAMES =
  "pass(?:word|wd|phrase)?|pwd|secret|(?:api|access|private|account)[_-]?key|key|(?:access|refresh|id|auth|session)?[_-]?token|client[_-]?secret|sig(?:nature)?|auth(?:orization)?|credentials?|code|sessionid|x-amz-[a-z-]+";

/** The rules in their order: what is longest and surest first. */
export const REDACTION_RULES: readonly RedactionRule[] = [
  {
    kind: "private-key",
    hint: /-----BEGIN/,
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)/g,
  },
  {
    kind: "jwt",
    hint: /eyJ/,
    pattern: /\beyJ[A-Za-z0-9_-]{5,4096}\.[A-Za-z0-9_-]{4,8192}(?:\.[A-Za-z0-9_-]{0,4096})?/g,
  },
  {
    kind: "bearer",
    hint: /bearer|basic/i,
    pattern: /\b((?:bearer|basic)\s{1,4})[A-Za-z0-9._~+/-]{8,4096}={0,2}/gi,
  },
  {
    kind: "key",
    hint: /sk[-_]|rk_|pk_|gh[a-z]_|github_pat_|glpat-|xox|A[KS]IA|AIza|npm_|hf_|tpl_|SG\.|whsec_/,
    pattern:
      /(?<![A-Za-z0-9])(?:sk-(?=[A-Za-z_-]{0,64}\d)[A-Za-z0-9_-]{8,512}|[srp]k_(?:live|test)_[A-Za-z0-9]{8,256}|gh[a-z]_[A-Za-z0-9]{16,256}|github_pat_[A-Za-z0-9_]{16,256}|glpat-[A-Za-z0-9_-]{16,256}|xox[a-z]-[A-Za-z0-9-]{8,256}|A[KS]IA[A-Z0-9]{12,20}|AIza[A-Za-z0-9_-]{30,45}|npm_[A-Za-z0-9]{30,45}|hf_[A-Za-z0-9]{20,64}|tpl_[0-9a-f]{8}_[A-Za-z0-9_-]{16,128}|SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}|whsec_[A-Za-z0-9+/=]{16,128})/g,
  },
  {
    kind: "password",
    hint: /:\/\//,
    pattern: /(:\/\/)[^\s/@:"']{0,128}:[^\s/@"']{1,256}(?=@)/g,
  },
  {
    kind: "secret",
    hint: /[?&#;]/,
    pattern: new RegExp(`([?&#;](?:${SECRET_NAMES})=)(?!\\[redacted)[^&#;\\s"'<>]{1,4096}`, "gi"),
  },
  {
    kind: "secret",
    hint: /pass|pwd|secret|key|token/i,
    pattern:
      /((?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|access[_-]?token|refresh[_-]?token|client[_-]?secret)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?)(?!\[redacted)[^\s"'&,;}\\]{4,512}/gi,
  },
  {
    kind: "email",
    hint: /@|%40/,
    pattern:
      /[\p{L}\p{N}._+-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,7}\.\p{L}[\p{L}\p{N}-]{1,62}/gu,
  },
  {
    kind: "iban",
    hint: /[A-Z]{2}\d\d/,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d\d(?:[ -]?[A-Za-z0-9]){11,30}/g,
    realLength: lengthOfIban,
  },
  {
    kind: "card",
    hint: /\d[ -]?\d[ -]?\d[ -]?\d/,
    pattern: /(?<![\d.])[2-6](?:[ -]?\d){12,22}/g,
    realLength: lengthOfCard,
  },
];

/** Names of values that are secrets whatever they look like. */
export const SECRET_NAME = new RegExp(`(?:^|[._-])(?:${SECRET_NAMES}|cookie)$`, "i");
