import {
  answerWords,
  attributionWords,
  comparedWords,
  isDifferent,
} from "@/components/lineage/lineage-words.ts";
import { Glyph } from "@/components/status/glyph.tsx";
import { Card } from "@/components/ui/card.tsx";
import type { Lineage } from "@/lib/contracts/requests.ts";

function sameWords(lineage: Lineage): string | null {
  const same = lineage.parts.filter((part) => part.change === "same");
  if (same.length === 0 || same.length === lineage.parts.length) return null;
  const names = same.map((part) => part.kind).join(", ");
  return `The same as there: ${names}.`;
}

function Unattributed({ claimed }: { claimed: string | null }) {
  return (
    <p>
      {claimed === null ? (
        "Its spans carried no release. Send the release id that the flag answered as "
      ) : (
        <>
          Its spans named <span className="mono">{claimed}</span>, which is no release of this project. Send
          the release id that the flag answered as{" "}
        </>
      )}
      <span className="mono">feature_flag.result.variant</span> or <span className="mono">release.id</span>.
    </p>
  );
}

/** AnswerCard: the answer as a sentence, before any table. */
export function AnswerCard({ lineage }: { lineage: Lineage }) {
  const { comparedWith, release, parts } = lineage;
  const isBad = parts.some(isDifferent);
  const needsLook = release === null || isBad;
  const same = sameWords(lineage);
  const vouched = attributionWords(lineage);
  return (
    <Card emphasis={release === null ? "warn" : isBad ? "bad" : "none"} className="flex flex-col gap-1">
      <p className="flex items-center gap-2 text-meta text-neutral">
        <Glyph
          name={release === null ? "triangle" : isBad ? "cross" : "check"}
          className={needsLook ? (release === null ? "text-warn" : "text-bad") : "text-good"}
        />
        {release === null ? "Unattributed" : null}
        {release !== null && comparedWith !== null ? `Difference to ${comparedWords(comparedWith)}` : null}
        {release !== null && comparedWith === null ? "The first release here" : null}
      </p>
      <p className="font-semibold text-title tracking-[-0.012em]">{answerWords(lineage)}</p>
      {release === null ? <Unattributed claimed={lineage.claimedRelease} /> : null}
      {same ? <p className="text-neutral">{same}</p> : null}
      {isBad ? (
        <p className="text-neutral">A difference is where to look first; it is not yet proof of the cause.</p>
      ) : null}
      {vouched ? <p className="text-neutral">{vouched}</p> : null}
    </Card>
  );
}
