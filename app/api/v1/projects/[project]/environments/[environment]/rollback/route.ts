import { environmentEndpoints } from "@/lib/contracts/environments.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { rollBack } from "@/lib/services/environments/roll-back.ts";

export const POST = endpoint(environmentEndpoints.rollBack, (input, ctx) => rollBack(ctx, input));
