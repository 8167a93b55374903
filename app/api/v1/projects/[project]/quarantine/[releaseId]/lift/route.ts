import { quarantineEndpoints } from "@/lib/contracts/environments.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { liftQuarantine } from "@/lib/services/quarantine/lift-quarantine.ts";

export const POST = endpoint(quarantineEndpoints.liftQuarantine, (input, ctx) => liftQuarantine(ctx, input));
