"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { Input } from "@/components/ui/input.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";

type FilterBoxProps = { value: string; onChange: (value: string) => void; label: string };

const WAIT_MS = 250;

/** Who keeps the filter may trim it and write it small: that is not another value. */
const isSame = (text: string, value: string) => text.trim().toLowerCase() === value.trim().toLowerCase();

/** FilterBox: a filter that waits until one stops typing, and follows a value that is set elsewhere; `/` goes here. */
export function FilterBox({ value, onChange, label }: FilterBoxProps) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if (!isSame(text, value)) setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span className="relative w-full max-w-80">
      <Search
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-3.5 text-neutral"
      />
      <Input
        type="search"
        data-filter
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="pr-9 pl-8"
      />
      <Kbd className="-translate-y-1/2 absolute top-1/2 right-2 phone:hidden">/</Kbd>
    </span>
  );
}
