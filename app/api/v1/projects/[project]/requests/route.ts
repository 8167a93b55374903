import { requestListEndpoints } from "@/lib/contracts/request-list.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listRequests } from "@/lib/services/lineage/list-requests.ts";

export const GET = endpoint(requestListEndpoints.listRequests, (input, ctx) => listRequests(ctx, input));
