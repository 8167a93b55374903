import type { Runtime } from "./runtime.ts";

/** One request to the sign-in routes, with what answers it. */
export type AuthCall = { request: Request; runtime: Runtime; requestId: string };
