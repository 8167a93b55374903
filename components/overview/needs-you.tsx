"use client";

import Link from "next/link";
import type { Need } from "@/components/overview/needs-list.ts";
import { useRowKeys } from "@/components/shell/use-row-keys.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Card } from "@/components/ui/card.tsx";
import { cn } from "@/components/ui/cn.ts";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Spoken } from "@/components/ui/spoken.tsx";

/** NeedsYou: what waits for a person, each with one verb. */
export function NeedsYou({ needs }: { needs: readonly Need[] }) {
  const selected = useRowKeys(needs.map((need) => need.href));
  return (
    <Section
      title="Needs you"
      meta={needs.length > 0 ? String(needs.length) : undefined}
      actions={
        needs.length > 0 ? (
          <span className="phone:hidden">
            <Kbd>j</Kbd> <Kbd>k</Kbd> move, <Kbd>enter</Kbd> opens
          </span>
        ) : null
      }
    >
      {needs.length === 0 ? (
        <p className="rounded-md border px-4 py-3 text-neutral">
          Nothing waits for a person: no open reconciliation, no promotion to review.
        </p>
      ) : (
        <Card isFlush>
          <ul>
            {needs.map((need, index) => (
              <li
                key={need.key}
                className={cn(
                  "border-hair border-b px-4 py-3 last:border-b-0",
                  index === selected && "bg-active-tint",
                )}
              >
                <Callout
                  isBoxed={false}
                  role={need.role}
                  title={need.title}
                  actions={
                    <Button asChild>
                      <Link href={need.href}>
                        <Spoken seen={need.verb} spoken={`${need.verb}: ${need.title}`} />
                      </Link>
                    </Button>
                  }
                >
                  {need.words}
                </Callout>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}
