import type { ReactNode } from "react";
import { Glyph } from "@/components/status/glyph.tsx";
import { cn } from "@/components/ui/cn.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";

type ErrorCardProps = {
  title: string;
  /** What it means and what to do. */
  detail?: ReactNode;
  /** The problem's code, kebab-case. */
  code?: string;
  requestId?: string;
  action?: ReactNode;
  className?: string;
};

/** ErrorCard: what failed, what it means, and the id that support will ask for. */
export function ErrorCard({ title, detail, code, requestId, action, className }: ErrorCardProps) {
  return (
    <div
      role="alert"
      className={cn("min-w-0 max-w-2xl rounded-md border border-bad-edge px-4 py-3", className)}
    >
      <div className="flex items-start gap-2">
        <Glyph name="cross" className="mt-0.5 size-4 text-bad" />
        <div className="min-w-0 flex-1">
          <p className="font-semibold text-body">{title}</p>
          {detail ? <p className="text-neutral">{detail}</p> : null}
          {action ? <div className="mt-2 flex flex-wrap gap-2">{action}</div> : null}
        </div>
      </div>
      {code || requestId ? (
        <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 border-hair border-t pt-1.5 text-meta text-neutral">
          <span className="mono">{code}</span>
          {requestId ? (
            <span className="inline-flex min-w-0 items-center gap-1">
              <span className="mono truncate">{requestId}</span>
              <CopyButton text={requestId} what="request id" />
            </span>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
