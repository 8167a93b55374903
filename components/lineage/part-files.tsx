import { CopyButton } from "@/components/ui/copy-button.tsx";
import type { LineagePart } from "@/lib/contracts/requests.ts";

type PartFilesProps = { part: LineagePart };

/** PartFiles: the exact bytes that shaped the answer, as text, with the commit that last wrote them. */
export function PartFiles({ part }: PartFilesProps) {
  const { sighting } = part;
  return (
    <div className="sticky left-0 flex w-[calc(100vw-50px)] flex-col gap-3 bg-surface px-3 py-3 md:w-[calc(100vw-266px)] wide:w-auto phone:w-[calc(100vw-34px)]">
      <p className="min-w-0 break-words text-meta text-neutral">
        {sighting ? (
          <>
            {`“${sighting.subject}”, by ${sighting.authorName} <${sighting.authorEmail}>, commit `}
            <span className="mono break-all text-fg">{sighting.commit}</span>
          </>
        ) : (
          "Never seen in git: entered over the API."
        )}
        {". Digest "}
        <span className="mono break-all">{part.digest}</span>
      </p>
      {part.files.map((file) => (
        <figure key={file.path} className="min-w-0 rounded-md border bg-bg">
          <figcaption className="flex items-center justify-between gap-2 border-hair border-b px-3 py-1 text-meta text-neutral">
            <span className="mono min-w-0 break-all">{file.path}</span>
            {file.text === null ? null : <CopyButton text={file.text} what={`text of ${file.path}`} />}
          </figcaption>
          {file.text === null ? (
            <p className="px-3 py-2 text-neutral">This file is not text; its digest above names its bytes.</p>
          ) : (
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              className="mono max-h-96 overflow-auto whitespace-pre-wrap break-words px-3 py-2"
            >
              {file.text}
            </pre>
          )}
        </figure>
      ))}
    </div>
  );
}
