import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Calibration, calibrate } from "./calibration.ts";
import { effectiveLicence, LICENCE_LEVELS, licenceEarned, refuseLicence } from "./licence.ts";

const now = new Date("2026-05-04T09:00:00.000Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const answers = (count: number, judgePassed: boolean, passed: boolean, at = daysAgo(1)) =>
  Array.from({ length: count }, () => ({ judgePassed, labels: [{ passed, at }] }));
/** `right` answers agreed on, half passed and half failed, and `wrong` that the judge let through. */
const record = (right: number, wrong: number, at = daysAgo(1)): Calibration =>
  calibrate([
    ...answers(Math.ceil(right / 2), true, true, at),
    ...answers(Math.floor(right / 2), false, false, at),
    ...answers(wrong, true, false, at),
  ]);

describe("calibrate", () => {
  test("counts, agreement, its lower bound and kappa", () => {
    const calibration = calibrate([
      ...answers(20, true, true),
      ...answers(5, true, false),
      ...answers(10, false, true),
      ...answers(15, false, false),
    ]);
    // The textbook table of Cohen's kappa: 20, 5, 10, 15 give 0.4.
    expect(calibration).toMatchObject({ n: 50, agreement: 0.7, kappa: 0.4, disputed: 0 });
    expect(calibration.counts).toEqual({ bothPass: 20, judgePassOnly: 5, peoplePassOnly: 10, bothFail: 15 });
    // Wilson's interval of 35 of 50 starts at 0.5625.
    expect(calibration.agreementLow).toBeCloseTo(0.5625, 4);
  });

  test("several people are their majority; a tie settles nothing", () => {
    const said = (...passes: boolean[]) => passes.map((passed) => ({ passed, at: now }));
    const calibration = calibrate([
      { judgePassed: true, labels: said(true, true, false) },
      { judgePassed: true, labels: said(true, false) },
      { judgePassed: true, labels: [] },
    ]);
    expect(calibration).toMatchObject({ n: 1, agreement: 1, disputed: 1 });
  });

  test("without a label nothing is known", () => {
    expect(calibrate([])).toMatchObject({ n: 0, agreement: null, agreementLow: null, newestLabelAt: null });
  });
});

describe("licenceEarned", () => {
  test.each([
    ["no label", record(0, 0), "report_only", "0 of 50 labelled answers"],
    ["49 labels, all agreed on", record(49, 0), "report_only", "49 of 50 labelled answers"],
    ["50 labels, all agreed on", record(50, 0), "may_pause", "50 of 200 labelled answers"],
    ["50 labels, 42 agreed on", record(42, 8), "report_only", "lower bound 0.714"],
    ["199 labels, all agreed on", record(199, 0), "may_pause", "199 of 200"],
    ["200 labels, 190 agreed on", record(190, 10), "may_roll_back", undefined],
    ["200 labels, 185 agreed on", record(185, 15), "may_pause", "at least 0.9 needed"],
    ["labels 181 days old", record(200, 0, daysAgo(181)), "report_only", "181 days old"],
    ["labels 180 days old", record(200, 0, daysAgo(180)), "may_roll_back", undefined],
  ])("%s", (_name, calibration, level, missing) => {
    const earned = licenceEarned(calibration, now);
    expect(earned.level).toBe(level);
    if (missing === undefined) expect(earned.missing).toEqual([]);
    else expect(earned.missing.join("; ")).toContain(missing);
  });

  test("a judge that passes everything may not roll back, however good most answers are", () => {
    const passesAll = calibrate([...answers(196, true, true), ...answers(4, true, false)]);
    expect(passesAll.agreementLow).toBeGreaterThan(0.9);
    expect(licenceEarned(passesAll, now)).toMatchObject({
      level: "may_pause",
      missing: ["kappa 0.000, at least 0.6 needed"],
    });
  });

  test("more agreement never earns less", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(100), (right, wrong) => {
        const rank = (calibration: Calibration) =>
          LICENCE_LEVELS.indexOf(licenceEarned(calibration, now).level);
        return rank(record(right + 2, wrong)) >= rank(record(right, wrong));
      }),
    );
  });
});

test("the lower of granted and earned counts", () => {
  expect(effectiveLicence("may_roll_back", "report_only")).toBe("report_only");
  expect(effectiveLicence("report_only", "may_roll_back")).toBe("report_only");
  expect(effectiveLicence("may_pause", "may_roll_back")).toBe("may_pause");
});

describe("refuseLicence", () => {
  const facts = { level: "may_pause", calibration: record(50, 0), isAuthor: false, now } as const;

  test("grants what is earned, and always less", () => {
    expect(refuseLicence(facts)).toBeNull();
    expect(refuseLicence({ ...facts, level: "report_only", calibration: record(0, 0) })).toBeNull();
  });

  test("refuses more than is earned, with the numbers", () => {
    expect(refuseLicence({ ...facts, level: "may_roll_back" })).toEqual({
      code: "blocked",
      sentence: "may roll back is above the calibration, which earns may pause: 50 of 200 labelled answers.",
    });
  });

  test("refuses an author of the judge", () => {
    expect(refuseLicence({ ...facts, isAuthor: true })).toMatchObject({ code: "self-approval" });
  });
});
