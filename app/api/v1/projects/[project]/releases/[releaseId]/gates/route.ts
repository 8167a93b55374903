import { releaseGateEndpoints } from "@/lib/contracts/release-gates.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getReleaseGates } from "@/lib/services/releases/get-release-gates.ts";

export const GET = endpoint(releaseGateEndpoints.getReleaseGates, (input, ctx) =>
  getReleaseGates(ctx, input),
);
