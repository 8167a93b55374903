"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { allowInjectedStyles } from "@/components/layout/allow-injected-styles.ts";
import { LiveRegion } from "@/components/ui/live-region.tsx";
import { Toaster } from "@/components/ui/toaster.tsx";

allowInjectedStyles();

/** Providers: server data with its old state kept while refetching, URL state, messages, the live region. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: 1 } } }),
  );
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>{children}</NuqsAdapter>
      <LiveRegion />
      <Toaster />
    </QueryClientProvider>
  );
}
