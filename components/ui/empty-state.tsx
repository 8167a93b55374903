import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn.ts";
import { CommandLine } from "@/components/ui/command-line.tsx";

type EmptyStateProps = {
  title: string;
  /** One sentence: what appears here, and when. */
  children?: ReactNode;
  /** The exact command or call that makes the first one. */
  command?: string;
  action?: ReactNode;
  className?: string;
};

/** EmptyState: an instruction, not an illustration. */
export function EmptyState({ title, children, command, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex min-w-0 max-w-2xl flex-col gap-2 rounded-md border px-4 py-3", className)}>
      <p className="font-semibold text-body">{title}</p>
      {children ? <p className="text-neutral">{children}</p> : null}
      {command ? <CommandLine command={command} /> : null}
      {action ? <div className="mt-1 flex flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
