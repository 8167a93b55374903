import { Callout } from "@/components/ui/callout.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { RepositoryState } from "@/lib/contracts/artifacts.ts";

const SHOWN_FINDINGS = 20;

/** RepositoryCallout says where the registry and the ops repository differ; nothing while all was read as it is. */
export function RepositoryCallout({ repository }: { repository: RepositoryState }) {
  const { lastError, findings, checkedAt } = repository;
  return (
    <>
      {lastError === null ? null : (
        <Callout role="warn" title="Git cannot be reached">
          {lastError} What is listed here was read before.{" "}
          {checkedAt === null ? null : (
            <>
              Last tried <RelativeTime at={checkedAt} />.
            </>
          )}
        </Callout>
      )}
      {findings.length === 0 ? null : (
        <Callout
          role="warn"
          title={
            findings.length === 1
              ? "1 thing could not be read"
              : `${findings.length} things could not be read`
          }
        >
          <ul className="mt-1 flex flex-col gap-1">
            {findings.slice(0, SHOWN_FINDINGS).map((finding) => (
              <li key={finding.path + finding.code + finding.message} className="break-words">
                <span className="mono">{finding.path}</span>: {finding.message}
              </li>
            ))}
            {findings.length > SHOWN_FINDINGS ? <li>And {findings.length - SHOWN_FINDINGS} more.</li> : null}
          </ul>
        </Callout>
      )}
    </>
  );
}
