"use client";

import { ErrorCard } from "@/components/ui/error-card.tsx";
import { ProblemError } from "@/lib/client/problem-error.ts";

export type DescribedProblem = { title: string; detail: string; code?: string; requestId?: string };

/** describeProblem says an error in words; what did not come from the server is the way to it. */
export function describeProblem(error: unknown): DescribedProblem {
  if (error instanceof ProblemError) {
    const { title, detail, code, requestId } = error;
    return { title, detail, code, requestId: requestId || undefined };
  }
  return {
    title: "The console did not answer",
    detail: "Check the connection and try again. Nothing is known about whether the last act arrived.",
  };
}

/** ProblemCard: what the API refused, with its code and request id; nothing while there is no error. */
export function ProblemCard({ error }: { error: unknown }) {
  if (!error) return null;
  return <ErrorCard {...describeProblem(error)} />;
}
