/**
 * tQuantile975 is the 0.975 quantile of Student's t with `degrees` of freedom: half of a two-sided 95 % interval is
 * this times the standard error. Exact for 1 and 2 degrees (closed forms); else Newton steps on the exact distribution
 * function, started at the Cornish-Fisher expansion (Abramowitz and Stegun 1964, 26.7.5). Infinity for fewer than 1.
 */
export function tQuantile975(degrees: number): number {
  if (!(degrees >= 1)) return Number.POSITIVE_INFINITY;
  if (degrees === 1) return Math.tan(0.475 * Math.PI);
  if (degrees === 2) return 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025));
  let t = cornishFisher(degrees);
  for (let step = 0; step < 20; step += 1) {
    const change = (tCumulative(t, degrees) - 0.975) / tDensity(t, degrees);
    t -= change;
    if (Math.abs(change) < 1e-13 * t) break;
  }
  return t;
}

/** The 0.975 quantile of the normal distribution. */
export const NORMAL_975 = 1.959963984540054;

function cornishFisher(degrees: number): number {
  const z = NORMAL_975;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  return z + first / degrees + second / degrees ** 2;
}

function tDensity(t: number, degrees: number): number {
  const constant = Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2));
  return (constant / Math.sqrt(degrees * Math.PI)) * (1 + (t * t) / degrees) ** (-(degrees + 1) / 2);
}

/** For t > 0: 1 - I_x(degrees/2, 1/2) / 2 with x = degrees / (degrees + t^2) (Abramowitz and Stegun 26.7.1). */
function tCumulative(t: number, degrees: number): number {
  return 1 - incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}

/**
 * incompleteBeta is the regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8),
 * evaluated by Lentz's method, on the side on which the fraction converges fast.
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront =
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a);
  return Math.exp(logFront) / betaFraction(x, a, b);
}

/** The denominator 1 + d1/(1 + d2/(1 + ...)) of that fraction. */
function betaFraction(x: number, a: number, b: number): number {
  let [value, upper, lower] = [1, 1, 0];
  for (let index = 1; index <= 500; index += 1) {
    const term = fractionTerm(index, x, a, b);
    lower = 1 / (1 + term * lower);
    upper = 1 + term / upper;
    value *= upper * lower;
    if (Math.abs(upper * lower - 1) < 1e-16) break;
  }
  return value;
}

function fractionTerm(index: number, x: number, a: number, b: number): number {
  const m = Math.floor(index / 2);
  const n = a + 2 * m;
  return index % 2 === 0 ? (m * (b - m) * x) / ((n - 1) * n) : -((a + m) * (a + b + m) * x) / (n * (n + 1));
}

/** The coefficients of Lanczos' approximation with g = 7 and n = 9. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const;

/** logGamma is ln of the gamma function for x >= 0.5 (Lanczos 1964; error below 1e-14). */
function logGamma(x: number): number {
  const shifted = x - 1;
  const [first, ...rest] = LANCZOS;
  const series = rest.reduce<number>(
    (sum, coefficient, index) => sum + coefficient / (shifted + index + 1),
    first,
  );
  const base = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}
