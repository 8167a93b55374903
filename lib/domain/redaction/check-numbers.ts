/** How long account numbers are, by country (ISO 13616 registry). */
const IBAN_LENGTHS: Record<string, number> = {
  ...{
    AD: 24,
    AE: 23,
    AL: 28,
    AT: 20,
    AZ: 28,
    BA: 20,
    BE: 16,
    BG: 22,
    BH: 22,
    BR: 29,
    BY: 28,
    CH: 21,
    CR: 22,
  },
  ...{
    CY: 28,
    CZ: 24,
    DE: 22,
    DK: 18,
    DO: 28,
    EE: 20,
    EG: 29,
    ES: 24,
    FI: 18,
    FO: 18,
    FR: 27,
    GB: 22,
    GE: 22,
  },
  ...{
    GI: 23,
    GL: 18,
    GR: 27,
    GT: 28,
    HR: 21,
    HU: 28,
    IE: 22,
    IL: 23,
    IQ: 23,
    IS: 26,
    IT: 27,
    JO: 30,
    KW: 30,
  },
  ...{
    KZ: 20,
    LB: 28,
    LC: 32,
    LI: 21,
    LT: 20,
    LU: 20,
    LV: 21,
    LY: 25,
    MC: 27,
    MD: 24,
    ME: 22,
    MK: 19,
    MR: 27,
  },
  ...{
    MT: 31,
    MU: 30,
    NL: 18,
    NO: 15,
    PK: 24,
    PL: 28,
    PS: 29,
    PT: 25,
    QA: 29,
    RO: 24,
    RS: 22,
    SA: 24,
    SC: 31,
  },
  ...{
    SD: 18,
    SE: 24,
    SI: 19,
    SK: 24,
    SM: 27,
    SV: 28,
    TL: 23,
    TN: 24,
    TR: 26,
    UA: 29,
    VA: 22,
    VG: 24,
    XK: 20,
  },
};

/** How long card numbers are, by their first digit. */
const CARD_LENGTHS: Record<string, readonly number[]> = {
  "2": [16],
  "3": [14, 15, 16],
  "4": [13, 16, 19],
  "5": [16],
  "6": [16, 17, 18, 19],
};

/**
 * lengthOfCard says how many characters at the beginning of a run of digits, blanks and hyphens are a card number: one
 * of its issuer's lengths, with the check digit of Luhn, and no digit right after it. 0 when none are.
 */
export function lengthOfCard(run: string): number {
  for (const count of (CARD_LENGTHS[run.charAt(0)] ?? []).toReversed()) {
    const end = endOfCharacters(run, count);
    if (end > 0 && !/\d/.test(run.charAt(end)) && hasLuhnDigit(run.slice(0, end).replace(/[ -]/g, "")))
      return end;
  }
  return 0;
}

/** lengthOfIban says likewise how many characters are an account number of a known country with the right check digits. */
export function lengthOfIban(run: string): number {
  const end = endOfCharacters(run, IBAN_LENGTHS[run.slice(0, 2)] ?? 0);
  const isWhole = end > 0 && !/[A-Za-z0-9]/.test(run.charAt(end));
  return isWhole && hasIbanDigits(run.slice(0, end).replace(/[ -]/g, "")) ? end : 0;
}

/** Where the first `count` letters and digits end; 0 when there are not as many. */
function endOfCharacters(run: string, count: number): number {
  let seen = 0;
  for (let at = 0; at < run.length && count > 0; at += 1) {
    if (!" -".includes(run.charAt(at))) seen += 1;
    if (seen === count) return at + 1;
  }
  return 0;
}

function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighed = place % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

function hasIbanDigits(compact: string): boolean {
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36)))
      remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}
