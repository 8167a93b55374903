import { Callout } from "@/components/ui/callout.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import type { PromotionDetail } from "@/lib/contracts/promotions.ts";

/** IfItGoesWrong names what would be served after a rollback, before anybody needs it. */
export function IfItGoesWrong({ project, promotion }: { project: string; promotion: PromotionDetail }) {
  const { rollbackTarget, environment } = promotion;
  if (rollbackTarget === null) {
    return (
      <Callout role="warn" title="There is nothing to go back to">
        This is the first release of {environment}. If it answers wrongly, disable the flag in the gateway; no
        release can be served instead.
      </Callout>
    );
  }
  return (
    <div className="flex flex-col gap-1 rounded-md border px-4 py-3">
      <p>
        Rollback target{" "}
        <IdText
          id={rollbackTarget}
          what="release id"
          href={`/${project}/releases/${rollbackTarget}`}
          canCopy
        />
      </p>
      <p className="text-meta text-neutral">
        An operator of {environment} rolls back with a reason, without a review. Traffic moves first; the pull
        request that restores git follows by itself, also when the git host is away.
      </p>
    </div>
  );
}
