"use client";

import { X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { Glyph } from "@/components/status/glyph.tsx";
import { ROLE_CLASSES } from "@/components/status/role-classes.ts";
import { ROLE_GLYPH } from "@/components/status/status-table.ts";
import { cn } from "@/components/ui/cn.ts";
import { OVERLAY } from "@/components/ui/overlay-classes.ts";
import {
  dismissToast,
  readNoToasts,
  readToasts,
  subscribeToToasts,
  type ToastMessage,
} from "@/components/ui/toast-store.ts";

const SHOWN_MS = 6_000;

function Toast({ message }: { message: ToastMessage }) {
  const { id, tone, title, detail } = message;
  useEffect(() => {
    if (tone === "bad") return;
    const timer = setTimeout(() => dismissToast(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <li className={cn(OVERLAY, "flex items-start gap-2 px-3 py-2")}>
      <Glyph name={ROLE_GLYPH[tone]} className={cn("mt-0.5 size-4", ROLE_CLASSES[tone].text)} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        {detail ? <p className="text-meta text-neutral">{detail}</p> : null}
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismissToast(id)}
        className="inline-flex size-6 items-center justify-center rounded-sm text-neutral hover:bg-neutral-tint phone:size-11"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}

/** Toaster: three messages at most, spoken politely. Hand-written: others inject styles that the CSP refuses. */
export function Toaster() {
  const messages = useSyncExternalStore(subscribeToToasts, readToasts, readNoToasts);
  return (
    <section aria-label="Messages" aria-live="polite" className="fixed right-4 bottom-4 z-50">
      <ul className="flex w-[min(360px,calc(100vw-32px))] flex-col gap-2 empty:hidden">
        {messages.map((message) => (
          <Toast key={message.id} message={message} />
        ))}
      </ul>
    </section>
  );
}
