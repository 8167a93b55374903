"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import { type ComponentProps, type MouseEvent, useId } from "react";
import { cn } from "@/components/ui/cn.ts";

export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border aria-disabled:cursor-default aria-disabled:border-transparent aria-disabled:bg-neutral-tint aria-disabled:text-neutral [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-fg bg-fg font-semibold text-bg hover:opacity-90",
        secondary: "border-control bg-bg text-fg hover:bg-surface",
        danger: "border-bad bg-bg text-bad hover:bg-bad-tint",
        ghost: "border-transparent bg-transparent text-fg hover:bg-neutral-tint",
      },
      size: {
        sm: "h-(--control-sm) px-2.5 text-body",
        md: "h-(--control-md) px-3 text-body",
        lg: "h-11 px-4 text-body",
        xl: "h-14 px-6 text-title",
      },
      shape: { text: "", icon: "aspect-square px-0" },
    },
    defaultVariants: { variant: "secondary", size: "sm", shape: "text" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Render the child (a link) with the looks of a button. */
    asChild?: boolean;
    /** Why the act is refused now: the button stays visible and focusable, the sentence stands under it. */
    refusal?: string | null;
    /** Off without a sentence, for the moment a request is under way. */
    isBusy?: boolean;
    /** For the pair of button and refusal. */
    wrapperClassName?: string;
  };

function swallow(event: MouseEvent<HTMLButtonElement>): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Button: one primary a page; a refused act is never hidden, it says why. */
export function Button(props: ButtonProps) {
  const { variant, size, shape, asChild, refusal, isBusy, disabled, className, wrapperClassName, ...rest } =
    props;
  const refusalId = useId();
  const isOff = Boolean(refusal) || Boolean(isBusy) || Boolean(disabled);
  const classes = cn(buttonVariants({ variant, size, shape }), className);
  if (asChild && !isOff) return <Slot.Root {...rest} className={classes} />;
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      aria-describedby={refusal ? refusalId : rest["aria-describedby"]}
      onClick={isOff ? swallow : rest.onClick}
      className={classes}
    />
  );
  if (!refusal) return button;
  return (
    <div className={cn("flex flex-col items-start gap-1", wrapperClassName)}>
      {button}
      <p id={refusalId} className="text-meta text-neutral">
        {refusal}
      </p>
    </div>
  );
}
