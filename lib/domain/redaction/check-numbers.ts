/** How long account numbers are, by country (ISO 13616 registry). */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28
    EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26
    IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30
    NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SV28 TL23
    TN24 TR26 UA29 VA22 VG24 XK20`
    .split(/\s+/)
    .map((text) => [text.slice(0, 2), Number(text.slice(2))]),
);

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
  const end = endOfCharacters(run, IBAN_LENGTHS.get(run.slice(0, 2)) ?? 0);
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
