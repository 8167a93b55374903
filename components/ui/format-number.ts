const MINUS = "\u2212";
const NARROW_SPACE = "\u00a0";

/** formatNumber: thousands with commas, a true minus sign. */
export function formatNumber(value: number, fractionDigits = 0): string {
  const text = new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(Math.abs(value));
  return value < 0 && Number(text.replaceAll(",", "")) !== 0 ? `${MINUS}${text}` : text;
}

/** formatSigned: a difference always shows its sign; zero has none. */
export function formatSigned(value: number, fractionDigits = 0): string {
  const text = formatNumber(value, fractionDigits);
  return value > 0 && Number(text.replaceAll(",", "")) !== 0 ? `+${text}` : text;
}

/** formatShareBp: basis points as people read them: 1250 is "12.5 %". */
export function formatShareBp(shareBp: number): string {
  const percent = shareBp / 100;
  return `${Number.isInteger(percent) ? percent : Number(percent.toFixed(2))}${NARROW_SPACE}%`;
}
