"use client";

import { type ReactNode, useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";

type ConfirmDialogProps = {
  /** The button's word, and the act's in the dialog. */
  verb: string;
  /** What the button is about, for screen readers: "Ada Example". */
  what: string;
  title: string;
  description: ReactNode;
  refusal: string | null;
  isBusy: boolean;
  error: unknown;
  onConfirm: (done: () => void) => void;
};

/** ConfirmDialog: says what will change before it does. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { verb, what, title, description, refusal, isBusy, error, onConfirm } = props;
  const [isOpen, setIsOpen] = useState(false);
  const label = (
    <>
      {verb}
      <span className="sr-only"> {what}</span>
    </>
  );
  if (refusal !== null) {
    return (
      <Button disabled title={refusal}>
        {label}
      </Button>
    );
  }
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{label}</Button>}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button variant="danger" isBusy={isBusy} onClick={() => onConfirm(() => setIsOpen(false))}>
            {verb}
          </Button>
        </>
      }
    >
      <ProblemCard error={error} />
    </Dialog>
  );
}
