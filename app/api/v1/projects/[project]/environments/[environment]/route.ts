import { environmentEndpoints } from "@/lib/contracts/environments.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getEnvironment } from "@/lib/services/environments/read-environments.ts";

export const GET = endpoint(environmentEndpoints.getEnvironment, (input, ctx) => getEnvironment(ctx, input));
