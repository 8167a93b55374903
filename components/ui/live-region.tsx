"use client";

import { useEffect, useState } from "react";
import { onAnnounce } from "@/components/ui/announce.ts";

/** LiveRegion: the one polite region of the page; the same sentence twice is spoken twice. */
export function LiveRegion() {
  const [message, setMessage] = useState("");
  useEffect(() => onAnnounce((next) => setMessage((last) => (last === next ? `${next}\u00a0` : next))), []);
  return (
    <p aria-live="polite" className="sr-only">
      {message}
    </p>
  );
}
