import { Search } from "lucide-react";
import { Kbd } from "@/components/ui/kbd.tsx";

/** SearchBox looks like a field and opens the command menu, which is one. */
export function SearchBox({ onOpen }: { onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-keyshortcuts="Meta+K Control+K"
      className="flex h-7 w-full items-center gap-2 rounded-md border bg-bg px-2 text-left text-meta text-neutral hover:border-control phone:h-11"
    >
      <Search aria-hidden className="size-3.5 shrink-0" />
      <span className="flex-1 truncate">Find or paste an id</span>
      <Kbd className="border-transparent">⌘K</Kbd>
    </button>
  );
}
