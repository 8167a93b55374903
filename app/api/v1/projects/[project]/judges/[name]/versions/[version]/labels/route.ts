import { judgeEndpoints } from "@/lib/contracts/judges.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { labelCase } from "@/lib/services/judges/label-case.ts";

export const POST = endpoint(judgeEndpoints.labelCase, (input, ctx) => labelCase(ctx, input));
