"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { cn } from "@/components/ui/cn.ts";
import { Input } from "@/components/ui/input.tsx";

type RequestSearchProps = { project: string; initial?: string; className?: string };

/** RequestSearch: paste any id of a request and go there. */
export function RequestSearch({ project, initial = "", className }: RequestSearchProps) {
  const router = useRouter();
  const [text, setText] = useState(initial);
  function submit(event: FormEvent) {
    event.preventDefault();
    const id = text.trim();
    if (id !== "") router.push(`/${project}/requests/${encodeURIComponent(id)}`);
  }
  return (
    <search className={cn("w-full max-w-md", className)}>
      <form onSubmit={submit} className="flex gap-2">
        <Input
          data-filter
          aria-label="Request id, response id or trace id"
          placeholder="Request id, response id or trace id"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mono"
        />
        <Button type="submit" size="md">
          <Search aria-hidden />
          Look up
        </Button>
      </form>
    </search>
  );
}
