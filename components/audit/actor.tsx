import { Bot } from "lucide-react";
import { cn } from "@/components/ui/cn.ts";
import type { AuditEventRow } from "@/lib/contracts/audit.ts";

type ActorProps = Pick<AuditEventRow, "actorKind" | "actorName" | "actorId">;

const KINDS = { account: "a person", key: "an API key", service: "a part of Tupelo" } as const;

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

/** Actor: round for a person, square for a machine. */
export function Actor({ actorKind, actorName, actorId }: ActorProps) {
  const isPerson = actorKind === "account";
  return (
    <span
      className="inline-flex items-center gap-2 whitespace-nowrap"
      title={`${actorName}, ${KINDS[actorKind]}, ${actorId}`}
    >
      <span
        aria-hidden
        className={cn(
          "inline-flex size-5 items-center justify-center border bg-surface text-chart text-neutral",
          isPerson ? "rounded-full" : "rounded-sm",
        )}
      >
        {isPerson ? initialsOf(actorName) : <Bot className="size-3" />}
      </span>
      {actorName}
      {isPerson ? null : <span className="sr-only"> ({KINDS[actorKind]})</span>}
    </span>
  );
}
