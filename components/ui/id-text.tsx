import Link from "next/link";
import { cn } from "@/components/ui/cn.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { shortId } from "@/components/ui/short-id.ts";

type IdTextProps = {
  id: string;
  /** What it is, for the copy button's name: "release id". */
  what?: string;
  href?: string;
  /** Off where copying would crowd a dense row. */
  canCopy?: boolean;
  className?: string;
};

/** IdText: an id in mono, short to the eye, whole in the title and on the clipboard. */
export function IdText({ id, what = "id", href, canCopy = false, className }: IdTextProps) {
  const text = shortId(id);
  return (
    <span className={cn("inline-flex items-center gap-0.5 whitespace-nowrap", className)}>
      {href ? (
        <Link href={href} title={id} className="mono hover:underline">
          {text}
        </Link>
      ) : (
        <span title={id} className="mono">
          {text}
        </span>
      )}
      {canCopy ? <CopyButton text={id} what={what} className="-my-1" /> : null}
    </span>
  );
}
