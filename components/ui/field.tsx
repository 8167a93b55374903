"use client";

import { Slot } from "radix-ui";
import { type ComponentProps, type ReactElement, type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn.ts";

/** Label: the name of a control, above it. */
export function Label({ className, children, htmlFor, ...props }: ComponentProps<"label">) {
  return (
    <label htmlFor={htmlFor} {...props} className={cn("block text-meta text-neutral", className)}>
      {children}
    </label>
  );
}

type FieldProps = {
  label: ReactNode;
  /** One control: Input, Textarea or a native element. */
  children: ReactElement;
  hint?: ReactNode;
  error?: string | null;
  /** For a control whose id is known elsewhere. */
  controlId?: string;
  className?: string;
};

/** Field binds label, hint and error to one control, so that a screen reader hears all three. */
export function Field({ label, children, hint, error, controlId, className }: FieldProps) {
  const generatedId = useId();
  const id = controlId ?? generatedId;
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      <Label htmlFor={id}>{label}</Label>
      <Slot.Root id={id} aria-describedby={describedBy} aria-invalid={error ? true : undefined}>
        {children}
      </Slot.Root>
      {error ? (
        <p id={errorId} role="alert" className="text-bad text-meta">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-meta text-neutral">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
