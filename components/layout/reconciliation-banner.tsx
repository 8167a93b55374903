import { GitPullRequest } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Glyph } from "@/components/status/glyph.tsx";
import { Button } from "@/components/ui/button.tsx";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time.tsx";

export type ReconciliationBannerProps = {
  environment: string;
  served: string;
  /** What git desires; null where git names nothing readable. */
  desired: string | null;
  since: string | Date;
  /** "break-glass by A. Okafor", "the controller" */
  by: string;
  reason: string;
  pullNumber: number | null;
  pullUrl?: string | null;
  /** False where nobody asked for a pull request yet. */
  isPullAwaited?: boolean;
  dueAt?: string | Date;
  owner: string | null;
  lastError: string | null;
  nextTryAt: string | Date | null;
  /** Where to read more: the environment's page. */
  href?: string;
  /** Further acts (Remind, Take over), each a Button. */
  actions?: ReactNode;
};

function PullWords(props: ReconciliationBannerProps) {
  const { pullNumber, isPullAwaited = true, dueAt, owner, lastError, nextTryAt } = props;
  const none = isPullAwaited ? " The pull request is not open yet" : " Nobody decided yet what becomes of it";
  return (
    <>
      {pullNumber === null ? none : ` Pull request #${pullNumber} is open`}
      {owner ? `, owner ${owner}` : ", nobody owns it"}
      {dueAt ? (
        <>
          {", due "}
          <RelativeTime at={dueAt} />
        </>
      ) : null}
      .{lastError ? ` Last try: ${lastError.replace(/\.$/, "")}.` : null}
      {nextTryAt ? (
        <>
          {" Next try "}
          <RelativeTime at={nextTryAt} />.
        </>
      ) : null}
    </>
  );
}

/**
 * ReconciliationBanner stays on every page until git and runtime agree; it cannot be dismissed. On a phone it is its
 * first sentence and a link: the act below it has to stay on the screen.
 */
export function ReconciliationBanner(props: ReconciliationBannerProps) {
  const { environment, served, desired, since, by, reason, pullNumber, pullUrl, href, actions } = props;
  return (
    <section
      aria-label={`Open reconciliation in ${environment}`}
      className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-warn-edge border-b bg-warn-tint px-6 py-1.5 phone:px-4"
    >
      <Glyph name="triangle" className="size-4 text-warn" />
      <p className="min-w-0 flex-1 basis-72">
        <b>
          <span className="capitalize">{environment}</span> serves <span className="mono">{served}</span>, git{" "}
          {desired === null ? (
            "names no release that can be read"
          ) : (
            <>
              desires <span className="mono">{desired}</span>
            </>
          )}
        </b>{" "}
        since <AbsoluteTime at={since} hasSeconds={false} />{" "}
        <span className="text-neutral phone:hidden">
          ({by}: {reason}).
          <PullWords {...props} />
        </span>
        {href ? (
          <Link href={href} className="-my-3 hidden py-3 underline phone:inline-block">
            See {environment}
          </Link>
        ) : null}
      </p>
      <div className="flex flex-wrap gap-2">
        {pullUrl && pullNumber !== null ? (
          <Button asChild className="border-warn-edge bg-transparent">
            <a href={pullUrl}>
              <GitPullRequest aria-hidden />
              Open PR #{pullNumber}
            </a>
          </Button>
        ) : null}
        {actions}
        {href ? (
          <Button asChild className="border-warn-edge bg-transparent phone:hidden">
            <Link href={href}>See {environment}</Link>
          </Button>
        ) : null}
      </div>
    </section>
  );
}
