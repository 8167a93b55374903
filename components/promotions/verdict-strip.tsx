import { Glyph } from "@/components/status/glyph.tsx";
import { ROLE_CLASSES } from "@/components/status/role-classes.ts";
import { describeStatus } from "@/components/status/status-table.ts";
import { cn } from "@/components/ui/cn.ts";
import { isOpenPromotion, type PromotionState } from "@/lib/domain/promotions/promotion-state.ts";

type Blocker = { code: string; sentence: string };

type VerdictStripProps = {
  state: PromotionState;
  blockers: readonly Blocker[];
  /** Who may approve and how many approvals are there. */
  approvalWords: string;
};

/** `not_served_in:staging` as a heading: "Not served in: staging". */
function headingOf(code: string): string {
  const words = code.replaceAll("_", " ").replace(":", ": ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function BlockerCell({ blocker }: { blocker: Blocker }) {
  return (
    <li className="flex min-w-0 flex-col gap-0.5 border-hair border-t border-l px-4 py-3">
      <span className="inline-flex items-center gap-1.5 text-meta text-neutral">
        <Glyph name="cross" className="text-bad" />
        {headingOf(blocker.code)}
      </span>
      <span className="font-semibold">{blocker.sentence}</span>
    </li>
  );
}

/** VerdictStrip says first of all what stands in the way, with its numbers, and who may approve. */
export function VerdictStrip({ state, blockers, approvalWords }: VerdictStripProps) {
  if (!isOpenPromotion(state)) return null;
  if (blockers.length === 0) {
    const look = describeStatus("promotion", state);
    return (
      <div className="flex items-start gap-3 rounded-md border border-good-edge px-4 py-3">
        <Glyph name="check" className={cn("mt-0.5 size-4", ROLE_CLASSES.good.text)} />
        <p>
          <b>
            {state === "in_review" ? "Nothing blocks this promotion." : `${look.word}. Nothing blocks it.`}
          </b>{" "}
          <span className="text-neutral">{approvalWords}</span>
        </p>
      </div>
    );
  }
  return (
    <section
      aria-label="What stands in the way"
      className="overflow-hidden rounded-md border border-bad-edge md:flex"
    >
      <div className="flex shrink-0 flex-col gap-0.5 bg-bad-tint px-4 py-3 md:w-40">
        <b>{blockers.length === 1 ? "1 blocker" : `${blockers.length} blockers`}</b>
        <span className="text-meta text-neutral">{approvalWords}</span>
      </div>
      <ul className="-mt-px -ml-px grid min-w-0 flex-1 md:grid-cols-[repeat(auto-fit,minmax(220px,1fr))]">
        {blockers.map((blocker) => (
          <BlockerCell key={blocker.code + blocker.sentence} blocker={blocker} />
        ))}
      </ul>
    </section>
  );
}
