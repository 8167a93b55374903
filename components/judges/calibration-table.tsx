import { formatNumber } from "@/components/ui/format-number.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { JudgeLicenceResponse } from "@/lib/contracts/judges.ts";
import {
  CALIBRATION_EXPIRES_AFTER_DAYS,
  LICENCE_THRESHOLDS,
  licenceWord,
} from "@/lib/domain/judges/licence.ts";

function share(value: number | null): string {
  return value === null ? "not measured" : `${formatNumber(value * 100, 1)} %`;
}

/** CalibrationTable: how well the judge agrees with people, and what each licence asks for. */
export function CalibrationTable({ calibration }: { calibration: JudgeLicenceResponse["calibration"] }) {
  const { may_pause: pause, may_roll_back: rollBack } = LICENCE_THRESHOLDS;
  const { counts } = calibration;
  const rows = [
    {
      name: "Labelled answers",
      value: formatNumber(calibration.n),
      pause: pause.minLabels,
      roll: rollBack.minLabels,
    },
    { name: "Agreement", value: share(calibration.agreement), pause: "", roll: "" },
    {
      name: "Agreement, 95 % lower bound",
      value: share(calibration.agreementLow),
      pause: share(pause.minAgreementLow),
      roll: share(rollBack.minAgreementLow),
    },
    {
      name: "Cohen's kappa",
      value: calibration.kappa === null ? "not measured" : formatNumber(calibration.kappa, 3),
      pause: "",
      roll: formatNumber(rollBack.minKappa, 1),
    },
  ];
  return (
    <>
      <Table label="Calibration record">
        <TableHead>
          <tr>
            <TableHeader>Measure</TableHeader>
            <TableHeader isNumber>This version</TableHeader>
            <TableHeader isNumber>{`For ${licenceWord("may_pause")}`}</TableHeader>
            <TableHeader isNumber>{`For ${licenceWord("may_roll_back")}`}</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.name}>
              <TableCell>{row.name}</TableCell>
              <TableCell isNumber className="font-semibold">
                {row.value}
              </TableCell>
              <TableCell isNumber>{row.pause}</TableCell>
              <TableCell isNumber>{row.roll}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="text-meta text-neutral">
        {`Both pass ${counts.bothPass}, both fail ${counts.bothFail}, the judge alone passes ${counts.judgePassOnly}, people alone pass ${counts.peoplePassOnly}, disputed among people ${calibration.disputed}. Labels older than ${CALIBRATION_EXPIRES_AFTER_DAYS} days earn nothing; the newest: `}
        {calibration.newestLabelAt === null ? "none." : <RelativeTime at={calibration.newestLabelAt} />}
      </p>
    </>
  );
}
