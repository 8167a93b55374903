import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn.ts";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

/** Checkbox: the box and its words are one target. */
export function Checkbox({ label, hint, className, ...props }: CheckboxProps) {
  return (
    <label className={cn("flex items-start gap-2 text-body phone:min-h-11 phone:py-2.5", className)}>
      <input {...props} type="checkbox" className="mt-0.5 size-4 shrink-0 accent-active" />
      <span>
        {label}
        {hint ? <span className="block text-meta text-neutral">{hint}</span> : null}
      </span>
    </label>
  );
}
