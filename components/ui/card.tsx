import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn.ts";

type CardProps = ComponentProps<"div"> & {
  /** The border of a card that needs a person: one at most draws the eye. */
  emphasis?: "none" | "bad" | "warn" | "active";
  /** Without padding, for a list or table inside. */
  isFlush?: boolean;
};

const EMPHASIS = {
  none: "border-border",
  bad: "border-bad-edge",
  warn: "border-warn-edge",
  active: "border-active-edge",
} as const;

/** Card: a border, no shadow; cards do not nest deeper than one. */
export function Card({ emphasis = "none", isFlush = false, className, ...props }: CardProps) {
  return (
    <div
      {...props}
      className={cn(
        "min-w-0 rounded-md border bg-bg",
        EMPHASIS[emphasis],
        !isFlush && "px-4 py-3",
        className,
      )}
    />
  );
}

/** CardHeader: the card's name left, its status or act right. */
export function CardHeader({ className, ...props }: ComponentProps<"div">) {
  return <div {...props} className={cn("flex items-center justify-between gap-3", className)} />;
}

/** CardTitle: 13/20 semibold. */
export function CardTitle({ className, children, ...props }: ComponentProps<"h3">) {
  return (
    <h3 {...props} className={cn("min-w-0 truncate font-semibold text-body", className)}>
      {children}
    </h3>
  );
}

/** CardFooter: hairline above, quiet. */
export function CardFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      {...props}
      className={cn("mt-3 flex items-center gap-3 border-hair border-t pt-2 text-meta", className)}
    />
  );
}
