import { Section } from "@/components/ui/section.tsx";
import type { PromotionDetail } from "@/lib/contracts/promotions.ts";

type Diff = NonNullable<PromotionDetail["policyDiff"]>;

function Rules({ title, label, rules }: { title: string; label: string; rules: readonly string[] }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="text-meta text-neutral">
        {title}: <span className="mono [overflow-wrap:anywhere]">{label}</span>
      </h3>
      {rules.length === 0 ? <p className="text-neutral">Nothing that the other does not say.</p> : null}
      <ul className="flex flex-col gap-1">
        {rules.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}

/** PolicyDiff opens the page where the candidate carries another policy: both count, and here is where they differ. */
export function PolicyDiff({ diff }: { diff: Diff }) {
  return (
    <Section title="The candidate brings another policy" meta="both have to be satisfied" id="policy-diff">
      <div className="grid gap-x-6 gap-y-3 rounded-md border border-warn-edge px-4 py-3 md:grid-cols-2">
        <Rules title="Only the policy that judges now" label={diff.judging} rules={diff.onlyJudging} />
        <Rules title="Only the candidate's own" label={diff.own} rules={diff.onlyOwn} />
      </div>
      <p className="text-meta text-neutral">
        {diff.same.length === 1 ? "1 rule is" : `${diff.same.length} rules are`} the same in both. Gates,
        reviews and waits of both count; the rollout takes its steps and its bake time from the candidate's
        own.
      </p>
    </Section>
  );
}
