"use client";

import Link from "next/link";
import { judgeHref } from "@/components/comparison/judge-href.ts";
import { ComponentDiff } from "@/components/diff/component-diff.tsx";
import { Page, WithRail } from "@/components/layout/page.tsx";
import { approvalWords } from "@/components/promotions/approval-words.ts";
import { DecisionRail } from "@/components/promotions/decision-rail.tsx";
import { EvidenceTable } from "@/components/promotions/evidence-table.tsx";
import { GateTable } from "@/components/promotions/gate-table.tsx";
import { IfItGoesWrong } from "@/components/promotions/if-it-goes-wrong.tsx";
import { PolicyDiff } from "@/components/promotions/policy-diff.tsx";
import { countVerdicts, distinctTerms } from "@/components/promotions/prepare-terms.ts";
import { PromotionFacts } from "@/components/promotions/promotion-facts.tsx";
import { RecomposeButton } from "@/components/promotions/recompose-button.tsx";
import { VerdictStrip } from "@/components/promotions/verdict-strip.tsx";
import { WithdrawDialog } from "@/components/promotions/withdraw-dialog.tsx";
import { WorstRegressions } from "@/components/promotions/worst-regressions.tsx";
import { countChanges, toDiffRows } from "@/components/releases/to-diff-rows.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { RoleBadge, StatusBadge } from "@/components/status/status-badge.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { Section } from "@/components/ui/section.tsx";
import { type PromotionDetail, promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { isOpenPromotion } from "@/lib/domain/promotions/promotion-state.ts";

type PromotionPageProps = { project: string; initial: PromotionDetail };

function Status({ promotion }: { promotion: PromotionDetail }) {
  if (isOpenPromotion(promotion.state) && promotion.blockers.length > 0) {
    return (
      <>
        <RoleBadge role="bad" variant="solid">
          Blocked
        </RoleBadge>
        {promotion.state === "gates" ? null : <StatusBadge family="promotion" state={promotion.state} />}
      </>
    );
  }
  return <StatusBadge family="promotion" state={promotion.state} />;
}

function Body({ project, promotion }: { project: string; promotion: PromotionDetail }) {
  const { gate, diff, subject } = promotion;
  return (
    <>
      <Section title="Components" meta={countChanges(diff)} id="components">
        <ComponentDiff rows={toDiffRows(diff)} baseLabel="Control" candidateLabel="Candidate" />
      </Section>
      <Section
        title="Gates"
        meta={`eval gate: ${gate.verdict.replace("_", " ")}; ${countVerdicts(distinctTerms(gate.terms))}`}
        id="gates"
      >
        <GateTable terms={gate.terms} fastChecks={gate.fastChecks} />
        {gate.judges.map((judge) => (
          <p key={judge.ref} className="text-meta text-neutral">
            Quality rests on the judge{" "}
            <Link href={judgeHref(project, judge.ref)} className="mono underline hover:no-underline">
              {judge.ref}
            </Link>
            , whose licence is: {judge.licence}.
          </p>
        ))}
      </Section>
      <WorstRegressions project={project} evidence={gate.evidence} />
      <Section title="Evidence" meta="the eval runs that the gates consumed" id="evidence">
        <EvidenceTable project={project} evidence={gate.evidence} unpinned={gate.unpinned} />
      </Section>
      <Section title="Policy" meta={<span className="mono">{subject.policyLabel}</span>} id="policy">
        {promotion.policyDiff === null ? null : (
          <p className="text-meta text-neutral">
            The rules that both policies have; where they differ is said above.
          </p>
        )}
        <ul className="grid gap-x-6 gap-y-1 rounded-md border px-4 py-3 md:grid-cols-2">
          {(promotion.policyDiff?.same ?? gate.policyWords).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </Section>
      <Section title="If it goes wrong" id="if-it-goes-wrong">
        <IfItGoesWrong project={project} promotion={promotion} />
      </Section>
    </>
  );
}

/** PromotionPage: from one page, whether a candidate may go to production. */
export function PromotionPage({ project, initial }: PromotionPageProps) {
  const answer = useEndpoint(
    promotionEndpoints.getPromotion,
    { params: { project, number: String(initial.number) } },
    { initialData: initial, refetchMs: 5_000 },
  );
  const promotion = answer.data ?? initial;
  return (
    <Page>
      <PageHead
        title={
          <>
            Promotion {promotion.number}: <span className="mono">{promotion.releaseId}</span> to{" "}
            {promotion.environment}
          </>
        }
        status={<Status promotion={promotion} />}
        description={promotion.title}
        actions={promotion.canWithdraw ? <WithdrawDialog project={project} promotion={promotion} /> : null}
      />
      <ProblemCard error={answer.error} />
      <VerdictStrip
        state={promotion.state}
        blockers={promotion.blockers}
        approvalWords={approvalWords(promotion)}
      />
      {promotion.endReason === null ? null : (
        <p className="rounded-md border px-4 py-3">
          It ended: {promotion.endReason}
          {promotion.recomposedAs === null ? null : (
            <>
              {" See "}
              <Link href={`/${project}/promotions/${promotion.recomposedAs}`} className="underline">
                promotion {promotion.recomposedAs}
              </Link>
              .
            </>
          )}
        </p>
      )}
      <RecomposeButton project={project} promotion={promotion} />
      {promotion.policyDiff === null ? null : <PolicyDiff diff={promotion.policyDiff} />}
      <PromotionFacts project={project} promotion={promotion} />
      <WithRail isRailFirst rail={<DecisionRail project={project} promotion={promotion} />}>
        <Body project={project} promotion={promotion} />
      </WithRail>
    </Page>
  );
}
