import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn.ts";

type TableProps = ComponentProps<"table"> & {
  /** What the table lists, for screen readers and for the scroll region on a phone. */
  label: string;
  /** 40 px rows instead of 32. */
  isComfortable?: boolean;
  wrapperClassName?: string;
};

/** Table: hairlines, a header that stays, sideways scroll below 1,200 px with the first column in place. */
export function Table({ label, isComfortable, className, wrapperClassName, ...props }: TableProps) {
  return (
    // A region that scrolls must be reachable by keyboard; relative, or words for screen readers widen the page.
    <section
      aria-label={`${label}, table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll region needs a tab stop
      tabIndex={0}
      className={cn("relative overflow-x-auto rounded-md border wide:overflow-visible", wrapperClassName)}
    >
      <table
        {...props}
        aria-label={label}
        data-comfortable={isComfortable || undefined}
        className={cn("group/table w-full border-separate border-spacing-0 text-body", className)}
      />
    </section>
  );
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead {...props} />;
}

export function TableBody({ className, ...props }: ComponentProps<"tbody">) {
  return <tbody {...props} className={cn("[&>tr:last-child>td]:border-b-0", className)} />;
}

type RowProps = ComponentProps<"tr"> & {
  isSelected?: boolean;
  /** The row that explains a failure; a word in its last column says so too. */
  tone?: "none" | "bad" | "warn";
};

/** TableRow: selected is active tint, guilty is bad tint. */
export function TableRow({ isSelected, tone = "none", className, ...props }: RowProps) {
  return (
    <tr
      {...props}
      data-selected={isSelected || undefined}
      className={cn(
        "group/row bg-bg [tbody>&:hover]:bg-surface",
        tone === "bad" && "bg-bad-tint [tbody>&:hover]:bg-bad-tint",
        tone === "warn" && "bg-warn-tint [tbody>&:hover]:bg-warn-tint",
        isSelected && "bg-active-tint [tbody>&:hover]:bg-active-tint",
        className,
      )}
    />
  );
}

type CellProps = { isNumber?: boolean };

/** TableHeader: a column's name, with the unit where it has one. */
export function TableHeader({ isNumber, className, ...props }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      {...props}
      className={cn(
        "sticky top-0 z-10 h-(--row) whitespace-nowrap border-b bg-surface px-3 font-normal text-meta text-neutral first:rounded-tl-md last:rounded-tr-md",
        isNumber ? "text-right" : "text-left",
        className,
      )}
    />
  );
}

/** TableCell: one line on a desktop; truncate with the full text in `title`. */
export function TableCell({ isNumber, className, ...props }: ComponentProps<"td"> & CellProps) {
  return (
    <td
      {...props}
      className={cn(
        "max-wide:first:sticky max-wide:first:left-0 max-wide:first:bg-inherit h-(--row) border-hair border-b px-3 py-0.5 group-data-comfortable/table:h-10",
        isNumber && "text-right",
        className,
      )}
    />
  );
}
