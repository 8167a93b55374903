"use client";

import { useMutation } from "@tanstack/react-query";
import { sessionEndpoints } from "../contracts/session.ts";
import { callEndpoint } from "./call-endpoint.ts";
import type { ProblemError } from "./problem-error.ts";

/** useStepUp proves who is signed in with their password, under a new session id; what needs a fresh proof works for five minutes then. */
export function useStepUp() {
  return useMutation<{ provedAt: string }, ProblemError, { password: string }>({
    mutationFn: (body) => callEndpoint(sessionEndpoints.stepUp, { body }),
  });
}
