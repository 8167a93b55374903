import { hookEndpoints } from "@/lib/contracts/hooks.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { rotateGitHookSecret } from "@/lib/services/hooks/git-hook.ts";

export const POST = endpoint(hookEndpoints.rotateGitHookSecret, (input, ctx) =>
  rotateGitHookSecret(ctx, input),
);
