"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import type { Endpoint, ResponseOf } from "@/lib/contracts/endpoint.ts";

/** What an endpoint is asked, as its caller writes it. */
export type AskOf<E extends Endpoint> = {
  params: z.input<E["params"]>;
  query: z.input<E["query"]>;
};

type Options<E extends Endpoint> = {
  /** The server's first paint of exactly this question. */
  initialData?: ResponseOf<E>;
  /** How often to ask again, for what is live. */
  refetchMs?: number;
  isOn?: boolean;
};

/** useEndpoint reads over the public API and keeps what it has while it asks again. */
export function useEndpoint<E extends Endpoint>(endpoint: E, ask: AskOf<E>, options: Options<E> = {}) {
  const { initialData, refetchMs, isOn = true } = options;
  const queryKey = [endpoint.operationId, ask.params, ask.query];
  const [firstKey] = useState(() => JSON.stringify(queryKey));
  return useQuery<ResponseOf<E>>({
    queryKey,
    queryFn: ({ signal }) => callEndpoint(endpoint, ask, { signal }),
    // The first paint answers the first question only; another filter has no answer yet.
    initialData: JSON.stringify(queryKey) === firstKey ? () => initialData : undefined,
    refetchInterval: refetchMs ?? false,
    placeholderData: keepPreviousData,
    enabled: isOn,
  });
}

/** useAct changes something over the public API; afterwards all that is on the page is read again. */
export function useAct<E extends Endpoint>(endpoint: E) {
  const client = useQueryClient();
  return useMutation<ResponseOf<E>, Error, AskOf<E> & { body?: unknown }>({
    mutationFn: (input) => callEndpoint(endpoint, input),
    onSettled: () => client.invalidateQueries(),
  });
}
