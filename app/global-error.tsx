"use client";

import { Button } from "@/components/ui/button.tsx";
import { ErrorCard } from "@/components/ui/error-card.tsx";
import "./globals.css";

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** The last net: the root layout itself failed, so it brings its own html and body. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Tupelo could not start this page</title>
        <main className="mx-auto max-w-2xl px-6 py-16">
          <ErrorCard
            title="The console could not start this page"
            detail="What production serves is not touched by this. Try again; if it stays, check that the database answers at /api/ready."
            code="console-failed"
            requestId={error.digest}
            action={<Button onClick={reset}>Try again</Button>}
          />
        </main>
      </body>
    </html>
  );
}
