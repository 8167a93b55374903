import { promptEndpoints } from "@/lib/contracts/prompts.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { renderPrompt } from "@/lib/services/prompts/render-prompt.ts";

export const POST = endpoint(promptEndpoints.renderPrompt, (input, ctx) => renderPrompt(ctx, input));
