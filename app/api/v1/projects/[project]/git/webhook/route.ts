import { hookEndpoints } from "@/lib/contracts/hooks.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { endGitHook, getGitHook } from "@/lib/services/hooks/git-hook.ts";
import { receiveGitHook } from "@/lib/services/hooks/receive-git-hook.ts";

export const GET = endpoint(hookEndpoints.getGitHook, (input, ctx) => getGitHook(ctx, input));
export const POST = endpoint(hookEndpoints.receiveGitHook, ({ params, bytes, request }, ctx) =>
  receiveGitHook(ctx, { params, bytes, headers: request.headers }),
);
export const DELETE = endpoint(hookEndpoints.endGitHook, (input, ctx) => endGitHook(ctx, input));
