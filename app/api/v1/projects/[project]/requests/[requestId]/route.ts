import { requestEndpoints } from "@/lib/contracts/requests.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getLineage } from "@/lib/services/lineage/get-lineage.ts";

export const GET = endpoint(requestEndpoints.getLineage, (input, ctx) => getLineage(ctx, input));
