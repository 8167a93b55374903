import { judgeEndpoints } from "@/lib/contracts/judges.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { getJudge } from "@/lib/services/judges/get-judge.ts";

export const GET = endpoint(judgeEndpoints.getJudge, (input, ctx) => getJudge(ctx, input));
