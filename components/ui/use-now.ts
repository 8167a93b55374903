"use client";

import { useEffect, useState } from "react";

/** useNow ticks; null on the server and in the first paint, so that both render the same words. */
export function useNow(intervalMs = 10_000): Date | null {
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
