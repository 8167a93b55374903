import { Callout } from "@/components/ui/callout.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import type { AuditCheckpoint } from "@/lib/contracts/audit.ts";

type CheckpointsProps = { checkpoints: readonly AuditCheckpoint[] };

const PLACES = { file: "The checkpoint file", git: "Git" } as const;

/** CheckpointLines: up to which row the chain is also known outside the database. */
export function CheckpointLines({ checkpoints }: CheckpointsProps) {
  const file = checkpoints.find(({ place }) => place === "file");
  const git = checkpoints.find(({ place }) => place === "git");
  return (
    <p className="flex min-w-0 basis-full flex-wrap gap-x-4 gap-y-1 text-meta text-neutral">
      <span>
        {file && file.seq > 0 ? (
          <>
            Checkpoint file: row {formatNumber(file.seq)}, written <AbsoluteTime at={file.sinceAt} />
          </>
        ) : (
          "Checkpoint file: no line yet"
        )}
      </span>
      <span>
        {git?.commit ? (
          <>
            Git: row {formatNumber(git.seq)} in commit <IdText id={git.commit} what="commit" />
          </>
        ) : (
          "Git: no commit names a row yet"
        )}
      </span>
    </p>
  );
}

/** CheckpointWarnings: a place outside the database that says something else about the chain. */
export function CheckpointWarnings({ checkpoints }: CheckpointsProps) {
  return checkpoints
    .filter(({ problem }) => problem !== null)
    .map(({ place, problem, checkedAt }) => (
      <Callout key={place} role="bad" title={`${PLACES[place]} and the database disagree`}>
        {problem} Looked at <AbsoluteTime at={checkedAt} />. Keep both as they are, and ask who had access to
        the database.
      </Callout>
    ));
}
