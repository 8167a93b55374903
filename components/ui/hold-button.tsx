"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId } from "react";
import { announce } from "@/components/ui/announce.ts";
import { cn } from "@/components/ui/cn.ts";
import { useHold } from "@/components/ui/use-hold.ts";

type HoldButtonProps = {
  /** "Hold to roll back production" */
  label: string;
  icon?: ReactNode;
  onHeld: () => void;
  holdMs?: number;
  /** Why it is off; the sentence stands under the button. */
  refusal?: string | null;
  isBusy?: boolean;
  /** Under the button while it is not held. */
  hint?: string;
  className?: string;
};

const LET_GO = "Let go to cancel. Nothing has been sent.";

function isHoldKey(event: KeyboardEvent): boolean {
  return event.key === "Enter" || event.key === " ";
}

/** HoldButton: press and hold by pointer, Enter or Space; letting go, leaving or losing the window cancels. */
export function HoldButton(props: HoldButtonProps) {
  const { label, icon, onHeld, holdMs = 1_500, refusal, isBusy, hint, className } = props;
  const noteId = useId();
  const isOff = Boolean(refusal) || Boolean(isBusy);
  const { heldMs, isHolding, start, cancel } = useHold(
    holdMs,
    () => {
      // What was said at the start is no longer so; the act itself says what became of it.
      announce("");
      onHeld();
    },
    () => announce("Cancelled. Nothing has been sent."),
  );
  const begin = () => {
    if (isOff) return;
    announce(`Keep holding for ${(holdMs / 1000).toFixed(1)} seconds. ${LET_GO}`);
    start();
  };
  useEffect(() => {
    window.addEventListener("blur", cancel);
    return () => window.removeEventListener("blur", cancel);
  }, [cancel]);
  const leftSeconds = Math.max(0, (holdMs - heldMs) / 1000).toFixed(1);
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <button
        type="button"
        aria-disabled={isOff || undefined}
        aria-busy={isBusy || undefined}
        aria-describedby={noteId}
        onPointerDown={(event) => event.button === 0 && begin()}
        onPointerUp={cancel}
        onPointerLeave={cancel}
        onPointerCancel={cancel}
        onBlur={cancel}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isHoldKey(event)) return;
          event.preventDefault();
          if (!event.repeat) begin();
        }}
        onKeyUp={(event) => isHoldKey(event) && cancel()}
        className={cn(
          "relative flex h-14 w-full touch-none select-none items-center justify-center gap-2 overflow-hidden rounded-md border border-bad px-4 font-semibold text-title",
          isOff && "border-transparent bg-neutral-tint text-neutral",
          !isOff && (isHolding ? "bg-bad-tint text-fg" : "bg-bad text-on-solid"),
        )}
      >
        {isHolding ? (
          <svg aria-hidden className="absolute inset-0 size-full" width="100%" height="100%">
            <rect width={`${(heldMs / holdMs) * 100}%`} height="100%" fill="var(--bad)" opacity="0.4" />
          </svg>
        ) : null}
        <span className="relative inline-flex items-center gap-2 [&_svg]:size-4.5">
          {icon}
          <span className={cn(isHolding && "sr-only")}>{label}</span>
          {isHolding ? <span aria-hidden>{`Keep holding, ${leftSeconds} s`}</span> : null}
        </span>
      </button>
      <p id={noteId} className="text-center text-meta text-neutral">
        {refusal ?? (isHolding ? LET_GO : (hint ?? `Press and hold for ${(holdMs / 1000).toFixed(1)} s.`))}
      </p>
    </div>
  );
}
