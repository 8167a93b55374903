import { accessEndpoints } from "@/lib/contracts/access.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { rotateApiKey } from "@/lib/services/access/rotate-api-key.ts";

export const POST = endpoint(accessEndpoints.rotateApiKey, ({ params, body }, ctx) =>
  rotateApiKey(ctx, { ...params, ...body }),
);
