import type { Refusal } from "../refusal.ts";
import type { Calibration } from "./calibration.ts";

/** What a judge's numbers may trigger, from least to most. */
export const LICENCE_LEVELS = ["report_only", "may_pause", "may_roll_back"] as const;
export type LicenceLevel = (typeof LICENCE_LEVELS)[number];

type Threshold = { minLabels: number; minAgreementLow: number; minKappa: number | null };

/**
 * What a calibration has to show. To pause costs a person's look, so 50 labels and an agreement that is surely 0.80
 * are enough. To roll back changes what users get without a person: 200 labels, surely 0.90, and agreement well beyond
 * chance, because a judge that passes everything agrees with people wherever most answers are good (kappa from 0.6 is
 * "substantial" in Landis and Koch 1977, Biometrics 33, 159-174).
 */
export const LICENCE_THRESHOLDS = {
  may_pause: { minLabels: 50, minAgreementLow: 0.8, minKappa: null },
  may_roll_back: { minLabels: 200, minAgreementLow: 0.9, minKappa: 0.6 },
} as const satisfies Record<Exclude<LicenceLevel, "report_only">, Threshold>;

/** Answers change with what is asked: labels older than half a year say nothing about today's. */
export const CALIBRATION_EXPIRES_AFTER_DAYS = 180;

/** What a calibration earns, and in words what is missing for the next level (empty at the top). */
export type EarnedLicence = { level: LicenceLevel; missing: string[] };

/** licenceEarned says what a judge's version may be licensed for by its calibration record alone. */
export function licenceEarned(calibration: Calibration, now: Date): EarnedLicence {
  const expired = whyExpired(calibration, now);
  if (expired !== null) return { level: "report_only", missing: [expired] };
  const forPause = whatIsMissing(calibration, LICENCE_THRESHOLDS.may_pause);
  if (forPause.length > 0) return { level: "report_only", missing: forPause };
  const forRollback = whatIsMissing(calibration, LICENCE_THRESHOLDS.may_roll_back);
  return { level: forRollback.length > 0 ? "may_pause" : "may_roll_back", missing: forRollback };
}

/** effectiveLicence is the lower of what a reviewer granted and what the calibration earns. */
export function effectiveLicence(granted: LicenceLevel, earned: LicenceLevel): LicenceLevel {
  return rankOf(granted) <= rankOf(earned) ? granted : earned;
}

/** refuseLicence says why a reviewer may not grant a level; null when he may. */
export function refuseLicence(facts: {
  level: LicenceLevel;
  calibration: Calibration;
  isAuthor: boolean;
  now: Date;
}): Refusal | null {
  if (facts.isAuthor) {
    const sentence = "You wrote this version of the judge: someone else has to license it.";
    return { code: "self-approval", sentence };
  }
  const earned = licenceEarned(facts.calibration, facts.now);
  if (rankOf(facts.level) <= rankOf(earned.level)) return null;
  const missing = [...earned.missing, ...missingAt(facts.calibration, facts.level)];
  const sentence = `${licenceWord(facts.level)} is above the calibration, which earns ${licenceWord(earned.level)}: ${[...new Set(missing)].join("; ")}.`;
  return { code: "blocked", sentence };
}

/** licenceWord is a level as people read it. */
export function licenceWord(level: LicenceLevel): string {
  return level.replaceAll("_", " ");
}

function missingAt(calibration: Calibration, level: LicenceLevel): string[] {
  return level === "report_only" ? [] : whatIsMissing(calibration, LICENCE_THRESHOLDS[level]);
}

function rankOf(level: LicenceLevel): number {
  return LICENCE_LEVELS.indexOf(level);
}

function whyExpired({ newestLabelAt }: Calibration, now: Date): string | null {
  if (newestLabelAt === null) return null;
  const days = Math.floor((now.getTime() - newestLabelAt.getTime()) / 86_400_000);
  if (days <= CALIBRATION_EXPIRES_AFTER_DAYS) return null;
  return `the newest label is ${days} days old, at most ${CALIBRATION_EXPIRES_AFTER_DAYS} count`;
}

function whatIsMissing(calibration: Calibration, threshold: Threshold): string[] {
  const { n, agreementLow, kappa } = calibration;
  const { minLabels, minAgreementLow, minKappa } = threshold;
  const missing: string[] = [];
  if (n < minLabels) missing.push(`${n} of ${minLabels} labelled answers`);
  if (agreementLow === null || agreementLow < minAgreementLow) {
    const low = agreementLow === null ? "not measured" : downTo3(agreementLow);
    missing.push(`agreement's lower bound ${low}, at least ${minAgreementLow} needed`);
  }
  if (minKappa !== null && (kappa === null || kappa < minKappa)) {
    missing.push(`kappa ${kappa === null ? "not measured" : downTo3(kappa)}, at least ${minKappa} needed`);
  }
  return missing;
}

/** Rounded down, so that what misses a limit never reads as the limit. */
function downTo3(value: number): string {
  return (Math.floor(value * 1000 + 1e-9) / 1000).toFixed(3);
}
