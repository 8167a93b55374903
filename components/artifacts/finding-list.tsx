import { Page } from "@/components/layout/page.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import type { RepositoryState } from "@/lib/contracts/artifacts.ts";

type Findings = RepositoryState["findings"];

/** FindingList: what could not be read as it is, each with its path. */
export function FindingList({ findings }: { findings: Findings }) {
  return findings.map((finding) => (
    <Callout key={finding.path + finding.code + finding.message} role="warn" title={finding.message}>
      <span className="mono">{finding.path}</span> {finding.code}
    </Callout>
  ));
}

type FindingsOnlyProps = { name: string; kindLabel: string; findings: Findings };

/** FindingsOnly: an artifact of which no file could be registered, and why. */
export function FindingsOnly({ name, kindLabel, findings }: FindingsOnlyProps) {
  return (
    <Page>
      <PageHead
        title={
          <>
            {kindLabel} <span className="mono">{name}</span>
          </>
        }
        description="No version of it could be registered."
      />
      <FindingList findings={findings} />
    </Page>
  );
}
