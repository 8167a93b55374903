import { quarantineEndpoints } from "@/lib/contracts/environments.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listQuarantine } from "@/lib/services/quarantine/list-quarantine.ts";

export const GET = endpoint(quarantineEndpoints.listQuarantine, (input, ctx) => listQuarantine(ctx, input));
