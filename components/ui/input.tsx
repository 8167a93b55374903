import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn.ts";

export const controlClasses =
  "w-full rounded-md border border-control bg-bg px-2.5 text-input text-fg placeholder:text-neutral aria-invalid:border-bad disabled:bg-neutral-tint disabled:text-neutral";

/** Input: a text field; inside a Field its label, hint and error are bound to it. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input {...props} className={cn(controlClasses, "h-(--control-md)", className)} />;
}

/** Textarea: several lines; grows by hand only. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea rows={3} {...props} className={cn(controlClasses, "block min-h-16 py-1.5", className)} />;
}
