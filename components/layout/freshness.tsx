"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { formatDuration, formatRelative, toDate } from "@/components/ui/format-time.ts";
import { useNow } from "@/components/ui/use-now.ts";

/** The time of the newest answer on this page: the page itself, or a query that came after it. */
function useUpdatedAt(): Date | null {
  const client = useQueryClient();
  const pathname = usePathname();
  const [updatedAt, setUpdatedAt] = useState<Date | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is a new answer
  useEffect(() => {
    setUpdatedAt(new Date());
    return client.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "success") setUpdatedAt(new Date());
    });
  }, [client, pathname]);
  return updatedAt;
}

/** Freshness: how old what one sees is; a worker that is late is a warning in words. */
export function Freshness({ workerLateSince }: { workerLateSince: string | null }) {
  const now = useNow(1_000);
  const updatedAt = useUpdatedAt();
  if (!now || !updatedAt) return null;
  const lateSince = workerLateSince ? toDate(workerLateSince) : null;
  return (
    <>
      {lateSince ? (
        <span className="whitespace-nowrap text-warn phone:pb-2">
          worker silent for {formatDuration(now.getTime() - lateSince.getTime())}
        </span>
      ) : null}
      <span className="whitespace-nowrap phone:hidden">updated {formatRelative(updatedAt, now)}</span>
    </>
  );
}
