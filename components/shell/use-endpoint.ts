"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CallInput, callEndpoint } from "@/lib/client/call-endpoint.ts";
import type { ProblemError } from "@/lib/client/problem-error.ts";
import { queryKey } from "@/lib/client/query-keys.ts";
import type { Endpoint, ResponseOf } from "@/lib/contracts/endpoint.ts";

type Options<E extends Endpoint> = {
  /** The server's first paint of exactly this question. */
  initialData?: ResponseOf<E>;
  /** How often to ask again, for what is live. */
  refetchMs?: number;
  isOn?: boolean;
};

/** useEndpoint reads over the public API and keeps what it has while it asks again. */
export function useEndpoint<E extends Endpoint>(endpoint: E, ask: CallInput<E>, options: Options<E> = {}) {
  const { initialData, refetchMs, isOn = true } = options;
  const key = queryKey(endpoint, ask);
  const [firstKey] = useState(() => JSON.stringify(key));
  return useQuery<ResponseOf<E>, ProblemError>({
    queryKey: key,
    queryFn: ({ signal }) => callEndpoint(endpoint, { ...ask, signal }),
    // The first paint answers the first question only; another filter has no answer yet.
    initialData: JSON.stringify(key) === firstKey ? () => initialData : undefined,
    refetchInterval: refetchMs ?? false,
    placeholderData: keepPreviousData,
    enabled: isOn,
  });
}

/**
 * useAct changes something over the public API; afterwards all that is on the page is read again. `onSuccess` is
 * called also where that takes the caller off the page, which a callback of `mutate` is not.
 */
export function useAct<E extends Endpoint>(endpoint: E, { onSuccess }: { onSuccess?: () => void } = {}) {
  const client = useQueryClient();
  return useMutation<ResponseOf<E>, ProblemError, CallInput<E>>({
    mutationFn: (input) => callEndpoint(endpoint, input),
    onSuccess: () => onSuccess?.(),
    onSettled: () => client.invalidateQueries(),
  });
}
