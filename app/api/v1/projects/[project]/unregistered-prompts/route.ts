import { modelEndpoints } from "@/lib/contracts/models.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listUnregisteredPrompts } from "@/lib/services/models/list-unregistered-prompts.ts";

export const GET = endpoint(modelEndpoints.listUnregisteredPrompts, (input, ctx) =>
  listUnregisteredPrompts(ctx, input),
);
