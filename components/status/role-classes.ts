import type { StatusRole } from "@/components/status/status-table.ts";

/** ROLE_CLASSES: how a role looks. Whole class names, so that the stylesheet contains them. */
export const ROLE_CLASSES = {
  good: { text: "text-good", tint: "bg-good-tint", solid: "bg-good", edge: "border-good-edge" },
  bad: { text: "text-bad", tint: "bg-bad-tint", solid: "bg-bad", edge: "border-bad-edge" },
  warn: { text: "text-warn", tint: "bg-warn-tint", solid: "bg-warn", edge: "border-warn-edge" },
  active: { text: "text-active", tint: "bg-active-tint", solid: "bg-active", edge: "border-active-edge" },
  neutral: { text: "text-neutral", tint: "bg-neutral-tint", solid: "bg-neutral", edge: "border-border" },
} as const satisfies Record<StatusRole, { text: string; tint: string; solid: string; edge: string }>;
