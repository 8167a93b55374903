"use client";

import { Button } from "@/components/ui/button.tsx";
import { ErrorCard } from "@/components/ui/error-card.tsx";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="mx-auto max-w-2xl px-6 py-16">
      <ErrorCard
        title="This page could not be drawn"
        detail="What production serves is not touched by this. Try again; if it stays, give the id below to whoever runs Tupelo: the server log has the cause under it."
        code="page-failed"
        requestId={error.digest}
        action={<Button onClick={reset}>Try again</Button>}
      />
    </main>
  );
}
