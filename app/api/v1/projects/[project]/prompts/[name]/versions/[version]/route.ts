import { promptEndpoints } from "@/lib/contracts/prompts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getPrompt } from "@/lib/services/prompts/get-prompt.ts";

export const GET = endpoint(promptEndpoints.getPrompt, (input, ctx) => getPrompt(ctx, input));
