import { CopyButton } from "@/components/ui/copy-button.tsx";

/** CommandLine: one exact command or call, in mono, with a copy button; long ones scroll. */
export function CommandLine({ command }: { command: string }) {
  return (
    <div className="flex min-w-0 items-start gap-1 rounded-sm border bg-surface py-1 pr-1 pl-2.5">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="mono min-w-0 flex-1 overflow-x-auto py-0.5"
      >
        <code className="text-[1em]">{command}</code>
      </pre>
      <CopyButton text={command} what="command" />
    </div>
  );
}
