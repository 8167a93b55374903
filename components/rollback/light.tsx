import type { ReactNode } from "react";
import { Glyph } from "@/components/status/glyph.tsx";
import { ROLE_CLASSES } from "@/components/status/role-classes.ts";
import { ROLE_GLYPH } from "@/components/status/status-table.ts";
import { cn } from "@/components/ui/cn.ts";
import { Spoken } from "@/components/ui/spoken.tsx";

export type LightState = "waiting" | "active" | "good" | "warn";

const ROLES = { waiting: "neutral", active: "active", good: "good", warn: "warn" } as const;
const WORDS = { waiting: "not yet", active: "under way", good: "done", warn: "needs a look" } as const;

type LightProps = { state: LightState; title: string; at?: ReactNode; children: ReactNode };

/** Light: one of the things that follow a rollback, with what was seen. */
export function Light({ state, title, at, children }: LightProps) {
  const role = ROLES[state];
  const look = ROLE_CLASSES[role];
  return (
    <li className="flex gap-3 border-hair border-b px-4 py-3 last:border-b-0">
      <span
        className={cn("flex size-7 shrink-0 items-center justify-center rounded-full", look.text, look.tint)}
      >
        <Glyph name={ROLE_GLYPH[role]} className="size-4.5" isSpinning={state === "active"} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <h2 className="font-semibold">
            <Spoken seen={title} spoken={`${title}: ${WORDS[state]}`} />
          </h2>
          <span className="text-meta text-neutral">{at}</span>
        </div>
        <div className="text-meta text-neutral">{children}</div>
      </div>
    </li>
  );
}
