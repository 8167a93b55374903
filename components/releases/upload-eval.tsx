"use client";

import { useRef, useState } from "react";
import { UploadOptions } from "@/components/releases/upload-options.tsx";
import { NO_OPTIONS, uploadQuery } from "@/components/releases/upload-query.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { Spinner } from "@/components/ui/spinner.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { evalEndpoints } from "@/lib/contracts/evals.ts";

const MIB = 1024 * 1024;

type UploadEvalProps = { project: string; releaseId: string; refusal: string | null };

/** UploadEval sends an evaluation's result file for one release, as it is; the server reads its format. */
export function UploadEval({ project, releaseId, refusal }: UploadEvalProps) {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState(NO_OPTIONS);
  const upload = useAct(evalEndpoints.uploadEvalRun);
  const limit = evalEndpoints.uploadEvalRun.bodyLimitBytes;
  const tooLarge = file && file.size > limit ? `The file has more than ${limit / MIB} MiB.` : null;

  function send(chosen: File) {
    setFile(chosen);
    if (chosen.size > limit) return;
    upload.mutate(
      {
        params: { project },
        query: { release: releaseId, ...uploadQuery(options) },
        body: chosen,
      },
      {
        onSuccess: ({ number, created, summary }) =>
          toast({
            title: created ? `Eval run ${number} imported` : `This file is eval run ${number} already`,
            detail: `${summary.caseCount} cases, quality ${formatNumber(summary.quality, 2)}`,
            tone: "good",
          }),
      },
    );
  }

  return (
    <div className="flex flex-col items-start gap-2">
      <input
        ref={input}
        type="file"
        accept=".json,.jsonl,.xml,.csv,application/json,text/csv,text/xml"
        aria-label="Eval result file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (chosen) send(chosen);
        }}
      />
      <UploadOptions options={options} onChange={setOptions} />
      <Button refusal={refusal} isBusy={upload.isPending} onClick={() => input.current?.click()}>
        Upload an eval result
      </Button>
      {upload.isPending && file ? (
        <p role="status" className="inline-flex items-center gap-2 text-meta text-neutral">
          <Spinner />
          {`Sending ${file.name}, ${formatNumber(file.size / MIB, 1)} MiB, and reading its cases`}
        </p>
      ) : null}
      {tooLarge ? (
        <p role="alert" className="text-bad text-meta">
          {tooLarge}
        </p>
      ) : null}
      <ProblemCard error={upload.error} />
    </div>
  );
}
