"use client";

import { Command } from "cmdk";
import { Package, ScanSearch } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { findId } from "@/components/layout/find-id.ts";
import { listNavItems, navHref } from "@/components/layout/nav.ts";
import { cn } from "@/components/ui/cn.ts";
import { Kbd } from "@/components/ui/kbd.tsx";
import { OVERLAY, SCRIM } from "@/components/ui/overlay-classes.ts";

type CommandMenuProps = {
  project: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

const ITEM =
  "flex min-h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-neutral-tint phone:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-neutral";

function Pages({ project, onGo }: { project: string; onGo: (href: string) => void }) {
  return (
    <Command.Group heading="Pages">
      {listNavItems().map((item) => (
        <Command.Item
          key={item.key}
          value={item.label}
          onSelect={() => onGo(navHref(project, item))}
          className={ITEM}
        >
          <item.icon aria-hidden strokeWidth={1.75} />
          <span className="flex-1">{item.label}</span>
          {item.keys?.split(" ").map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function MenuBody({ project, onGo }: { project: string; onGo: (href: string) => void }) {
  const [text, setText] = useState("");
  const found = findId(project, text);
  return (
    <Command label="Find or paste an id" loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        autoFocus
        placeholder="A page, a release id or a request id"
        className="h-11 w-full border-b bg-transparent px-4 text-input outline-none placeholder:text-neutral"
      />
      <Command.List className="max-h-[50dvh] overflow-y-auto p-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-neutral">
        {found.length > 0 ? null : (
          <Command.Empty className="px-2 py-3 text-neutral">
            No page has this name. Paste a whole id to look it up.
          </Command.Empty>
        )}
        {found.length > 0 ? (
          <Command.Group heading="Look up" forceMount>
            {found.map((each) => (
              <Command.Item
                key={each.kind}
                value={`${each.label} ${text}`}
                forceMount
                onSelect={() => onGo(each.href)}
                className={ITEM}
              >
                {each.kind === "release" ? <Package aria-hidden /> : <ScanSearch aria-hidden />}
                <span className="truncate">{each.label}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        <Pages project={project} onGo={onGo} />
      </Command.List>
    </Command>
  );
}

/** CommandMenu: every page by name, and every id by pasting it. */
export function CommandMenu({ project, isOpen, onOpenChange }: CommandMenuProps) {
  const router = useRouter();
  function go(href: string) {
    onOpenChange(false);
    router.push(href);
  }
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={SCRIM} />
        <Radix.Content
          aria-describedby={undefined}
          className={cn(
            OVERLAY,
            "-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-32px))]",
          )}
        >
          <Radix.Title className="sr-only">Find or paste an id</Radix.Title>
          <MenuBody project={project} onGo={go} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
