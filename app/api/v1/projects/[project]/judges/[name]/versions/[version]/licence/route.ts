import { judgeEndpoints } from "@/lib/contracts/judges.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { grantLicence } from "@/lib/services/judges/grant-licence.ts";

export const POST = endpoint(judgeEndpoints.grantLicence, (input, ctx) => grantLicence(ctx, input));
