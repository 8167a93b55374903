"use client";

import { useCallback, useEffect, useRef, useState } from "react";

type Hold = { heldMs: number; isHolding: boolean; start: () => void; cancel: () => void };

/** useHold measures how long something is held and calls onHeld once at the end, never on release. */
export function useHold(holdMs: number, onHeld: () => void, onCancel: () => void): Hold {
  const [heldMs, setHeldMs] = useState(0);
  const [isHolding, setIsHolding] = useState(false);
  const frame = useRef<number | null>(null);
  const latest = useRef({ onHeld, onCancel });
  latest.current = { onHeld, onCancel };

  const stop = useCallback(() => {
    if (frame.current !== null) cancelAnimationFrame(frame.current);
    frame.current = null;
    setIsHolding(false);
    setHeldMs(0);
  }, []);

  const start = useCallback(() => {
    if (frame.current !== null) return;
    const startedAt = performance.now();
    const tick = (at: number) => {
      const elapsedMs = at - startedAt;
      if (elapsedMs >= holdMs) {
        stop();
        latest.current.onHeld();
        return;
      }
      setHeldMs(Math.max(0, elapsedMs));
      frame.current = requestAnimationFrame(tick);
    };
    setIsHolding(true);
    frame.current = requestAnimationFrame(tick);
  }, [holdMs, stop]);

  const cancel = useCallback(() => {
    if (frame.current === null) return;
    stop();
    latest.current.onCancel();
  }, [stop]);

  useEffect(() => stop, [stop]);
  return { heldMs, isHolding, start, cancel };
}
