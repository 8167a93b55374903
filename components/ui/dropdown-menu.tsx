"use client";

import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn.ts";
import { OVERLAY } from "@/components/ui/overlay-classes.ts";

type DropdownMenuProps = {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  className?: string;
};

/** DropdownMenu: acts that need no room of their own; the trigger is a button. */
export function DropdownMenu({
  trigger,
  children,
  align = "end",
  side = "bottom",
  className,
}: DropdownMenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(OVERLAY, "z-50 min-w-44 p-1", className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  "flex min-h-7 cursor-pointer select-none items-center gap-2 rounded-sm px-2 text-body outline-none data-disabled:cursor-default data-disabled:text-neutral data-highlighted:bg-neutral-tint phone:min-h-11 [&_svg]:size-3.5 [&_svg]:text-neutral";

export function DropdownItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item {...props} className={cn(ITEM, className)} />;
}

export function DropdownLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label {...props} className={cn("px-2 py-1 text-meta text-neutral", className)} />;
}

export function DropdownSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />;
}

/** DropdownRadio: one of several, the chosen one named by a check and aria-checked. */
export function DropdownRadio<T extends string>(props: {
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}) {
  return (
    <Radix.RadioGroup value={props.value}>
      {props.options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          onSelect={() => props.onChange(option.value)}
          className={ITEM}
        >
          <span className="flex-1">{option.label}</span>
          <Radix.ItemIndicator className="text-neutral">✓</Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}
