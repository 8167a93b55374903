"use client";

import { createContext, type ReactNode, useContext } from "react";

const PullBase = createContext<string | null>(null);

/** PullRequestPages tells the links below it where the project's git host shows pull requests; null: nowhere. */
export function PullRequestPages({ base, children }: { base: string | null; children: ReactNode }) {
  return <PullBase value={base}>{children}</PullBase>;
}

/** PullRequestLink is a pull request's number, and leads to its page where the git host has pages. */
export function PullRequestLink({ number, children }: { number: number; children?: ReactNode }) {
  const base = useContext(PullBase);
  const text = children ?? `#${number}`;
  if (base === null) return <>{text}</>;
  return (
    <a href={`${base}${number}`} className="underline" rel="noreferrer">
      {text}
    </a>
  );
}
