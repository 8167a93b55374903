"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn.ts";
import { OVERLAY, SCRIM } from "@/components/ui/overlay-classes.ts";

type DialogProps = {
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  /** A button that opens it; focus returns there. */
  trigger?: ReactNode;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons at the bottom right, the act last. */
  footer?: ReactNode;
  className?: string;
};

const CLOSE =
  "inline-flex size-7 shrink-0 items-center justify-center rounded-md text-neutral hover:bg-neutral-tint hover:text-fg phone:size-11";

function Head({ title, description }: Pick<DialogProps, "title" | "description">) {
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <Radix.Title className="font-semibold text-title">{title}</Radix.Title>
        {description ? (
          <Radix.Description asChild>
            <div className="text-neutral">{description}</div>
          </Radix.Description>
        ) : null}
      </div>
      <Radix.Close aria-label="Close" className={CLOSE}>
        <X aria-hidden className="size-4" />
      </Radix.Close>
    </div>
  );
}

/** Dialog: one decision; never one on top of another. */
export function Dialog(props: DialogProps) {
  const { isOpen, onOpenChange, trigger, title, description, children, footer, className } = props;
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className={SCRIM} />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            OVERLAY,
            "-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 flex max-h-[80dvh] w-[min(560px,calc(100vw-32px))] flex-col gap-4 overflow-y-auto p-4",
            className,
          )}
        >
          <Head title={title} description={description} />
          {children}
          {footer ? <div className="flex flex-wrap justify-end gap-2">{footer}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const SIDES = {
  right: "right-0 w-[min(480px,calc(100vw-32px))] border-l",
  left: "left-0 w-[min(280px,calc(100vw-48px))] border-r",
} as const;

/** Sheet: a drawer at the side, for a peek or for the menu on a phone. */
export function Sheet(props: Omit<DialogProps, "footer"> & { side?: keyof typeof SIDES }) {
  const { isOpen, onOpenChange, trigger, title, description, children, className, side = "right" } = props;
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className={SCRIM} />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-y-0 z-50 flex flex-col gap-4 overflow-y-auto bg-bg p-4 text-fg shadow-overlay",
            SIDES[side],
            className,
          )}
        >
          <Head title={title} description={description} />
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
