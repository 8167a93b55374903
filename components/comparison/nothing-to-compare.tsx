import Link from "next/link";
import { Page } from "@/components/layout/page.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

type NothingToCompareProps = {
  project: string;
  /** What is missing, in one sentence. */
  sentence: string;
  /** The releases that were asked for, where runs of them may come from. */
  releaseIds: readonly string[];
};

/** NothingToCompare: the address is right, but one side has no run that may be compared; where to get one. */
export function NothingToCompare({ project, sentence, releaseIds }: NothingToCompareProps) {
  return (
    <Page>
      <PageHead title="Compare eval runs" description="Two runs on their same cases." />
      <Callout role="warn" title={sentence}>
        A comparison needs one pinned run of each side: one that names its release and read nothing that
        moves. Run the evals on the release's page or upload a result there, then open this address again.
      </Callout>
      <ul className="flex flex-col gap-1">
        {releaseIds.map((id) => (
          <li key={id}>
            <Link href={`/${project}/releases/${id}#evals`} className="underline hover:no-underline">
              Eval runs of release <span className="mono">{id}</span>
            </Link>
          </li>
        ))}
        <li>
          <Link href={`/${project}/evals`} className="underline hover:no-underline">
            All eval runs
          </Link>
        </li>
      </ul>
    </Page>
  );
}
