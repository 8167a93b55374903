"use client";

import { useEffect, useRef } from "react";
import { lineKey } from "@/components/prompts/prompt-view.ts";
import { cn } from "@/components/ui/cn.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { Section } from "@/components/ui/section.tsx";

type PromptFile = { path: string; text: string | null; sizeBytes: number; contentDigest: string };
type PromptTextProps = {
  files: readonly PromptFile[];
  /** The line to show, as lineKey names it. */
  line: string | null;
};

const PLACEHOLDER = /(\{\{[^{}]{0,200}\}\})/;

function LineWords({ text }: { text: string }) {
  if (text === "") return "\u200b";
  let offset = 0;
  return text.split(PLACEHOLDER).map((piece) => {
    const key = offset;
    offset += piece.length;
    return piece.startsWith("{{") ? (
      <span key={key} className="text-active">
        {piece}
      </span>
    ) : (
      <span key={key}>{piece}</span>
    );
  });
}

function FileText({ path, text, line }: { path: string; text: string; line: string | null }) {
  const chosen = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line is another place to go to
  useEffect(() => chosen.current?.scrollIntoView({ block: "center" }), [line]);
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  return (
    <div className="overflow-x-auto">
      <table className="mono w-full border-collapse leading-5">
        <caption className="sr-only">{`Text of ${path}`}</caption>
        <tbody>
          {lines.map((words, index) => {
            const key = lineKey(path, index + 1);
            const isChosen = key === line;
            return (
              <tr
                key={key}
                ref={isChosen ? chosen : undefined}
                aria-current={isChosen || undefined}
                className={cn(isChosen && "bg-warn-tint")}
              >
                <td className="w-12 select-none px-2 text-right align-top text-neutral">{index + 1}</td>
                <td className="whitespace-pre-wrap break-words py-0 pr-3 [overflow-wrap:anywhere]">
                  <LineWords text={words} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** PromptText: the files of a version as they are, with what is filled in at run time set apart. */
export function PromptText({ files, line }: PromptTextProps) {
  return (
    <Section title="Text" meta={`${files.length} ${files.length === 1 ? "file" : "files"}`}>
      {files.map((file) => (
        <div key={file.path} className="min-w-0 overflow-hidden rounded-md border">
          <div className="flex min-h-8 items-center justify-between gap-3 border-hair border-b bg-surface px-3 text-meta text-neutral">
            <span className="mono min-w-0 truncate">{file.path}</span>
            <span className="inline-flex shrink-0 items-center gap-2">
              {`${formatNumber(file.sizeBytes)} bytes`}
              {file.text === null ? null : <CopyButton text={file.text} what="text" />}
            </span>
          </div>
          {file.text === null ? (
            <p className="px-3 py-2 text-neutral">
              This file is not text, too long to show, or git does not have its content. Its digest is{" "}
              <IdText id={file.contentDigest} what="content digest" />.
            </p>
          ) : (
            <FileText path={file.path} text={file.text} line={line} />
          )}
        </div>
      ))}
    </Section>
  );
}
