import { rounded, wilsonInterval } from "../evals/paired-interval.ts";

/** One judged answer that people labelled: the newest word of each person, and the judge's. */
export type LabelledCase = { judgePassed: boolean; labels: readonly { passed: boolean; at: Date }[] };

/** How well a judge's version agrees with people. Each labelled answer counts once. */
export type Calibration = {
  n: number;
  /** Labelled answers on which people were split evenly; they settle nothing and are not in `n`. */
  disputed: number;
  /** The share of `n` on which judge and people say the same; null without a label. */
  agreement: number | null;
  /** The lower end of Wilson's 95 % interval of the agreement (Wilson 1927). */
  agreementLow: number | null;
  /** Agreement beyond chance (Cohen 1960, Educational and Psychological Measurement 20, 37-46); null where chance explains all. */
  kappa: number | null;
  counts: { bothPass: number; judgePassOnly: number; peoplePassOnly: number; bothFail: number };
  newestLabelAt: Date | null;
};

/** calibrate folds labels into a judge's calibration record. Several people's labels of one answer are their majority. */
export function calibrate(cases: readonly LabelledCase[]): Calibration {
  const counts = { bothPass: 0, judgePassOnly: 0, peoplePassOnly: 0, bothFail: 0 };
  let [disputed, newest] = [0, Number.NEGATIVE_INFINITY];
  for (const item of cases) {
    for (const label of item.labels) newest = Math.max(newest, label.at.getTime());
    const people = majorityOf(item.labels);
    if (people === null) disputed += item.labels.length === 0 ? 0 : 1;
    else counts[cellOf(item.judgePassed, people)] += 1;
  }
  const n = counts.bothPass + counts.judgePassOnly + counts.peoplePassOnly + counts.bothFail;
  const agreed = counts.bothPass + counts.bothFail;
  return {
    ...{ n, disputed, counts },
    agreement: n === 0 ? null : rounded(agreed / n),
    agreementLow: n === 0 ? null : rounded(wilsonInterval(agreed, n).low),
    kappa: kappaOf(counts, n),
    newestLabelAt: newest === Number.NEGATIVE_INFINITY ? null : new Date(newest),
  };
}

function majorityOf(labels: LabelledCase["labels"]): boolean | null {
  const passes = labels.filter((label) => label.passed).length;
  return passes * 2 === labels.length ? null : passes * 2 > labels.length;
}

function cellOf(judge: boolean, people: boolean): keyof Calibration["counts"] {
  if (judge) return people ? "bothPass" : "judgePassOnly";
  return people ? "peoplePassOnly" : "bothFail";
}

function kappaOf(counts: Calibration["counts"], n: number): number | null {
  if (n === 0) return null;
  const judgePass = (counts.bothPass + counts.judgePassOnly) / n;
  const peoplePass = (counts.bothPass + counts.peoplePassOnly) / n;
  const byChance = judgePass * peoplePass + (1 - judgePass) * (1 - peoplePass);
  if (byChance >= 1) return null;
  return rounded(((counts.bothPass + counts.bothFail) / n - byChance) / (1 - byChance));
}
