import Link from "next/link";
import { Page } from "@/components/layout/page.tsx";
import { RequestSearch } from "@/components/lineage/request-search.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

type RequestNotFoundProps = { project: string; requestId: string };

/** RequestNotFound: what may be wrong with an id, and where to try again. */
export function RequestNotFound({ project, requestId }: RequestNotFoundProps) {
  return (
    <Page>
      <PageHead
        title={
          <>
            Request <span className="mono break-all">{requestId}</span>
          </>
        }
      />
      <EmptyState
        title="No request with this id was recorded here"
        action={
          <Button asChild>
            <Link href={`/${project}/requests`}>How requests get here</Link>
          </Button>
        }
      >
        Look for a missing character. Request ids, response ids and trace ids all work, letter for letter. A
        request shows up a second or two after its span was sent; one that was sent with another project’s key
        is there, not here.
      </EmptyState>
      <RequestSearch project={project} initial={requestId} />
    </Page>
  );
}
