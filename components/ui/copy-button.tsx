"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { announce } from "@/components/ui/announce.ts";
import { cn } from "@/components/ui/cn.ts";

type CopyButtonProps = {
  text: string;
  /** What is copied, for the accessible name: "release id". */
  what: string;
  className?: string;
};

type Outcome = "idle" | "copied" | "refused";

/** CopyButton: copies, shows a check for two seconds and says so; a refusal by the browser is said as well. */
export function CopyButton({ text, what, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
      announce(`Copied ${what}`);
    } catch {
      setOutcome("refused");
      announce(`The browser refused to copy. Select the ${what} and copy it by hand.`);
    }
  }

  const title = outcome === "copied" ? "Copied" : outcome === "refused" ? "Copy by hand" : `Copy ${what}`;
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={`Copy ${what}`}
      title={title}
      className={cn(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-neutral hover:bg-neutral-tint hover:text-fg phone:size-11 [&_svg]:size-3.5",
        className,
      )}
    >
      {outcome === "copied" ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
    </button>
  );
}
