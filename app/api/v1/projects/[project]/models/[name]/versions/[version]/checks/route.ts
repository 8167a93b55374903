import { modelEndpoints } from "@/lib/contracts/models.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { modelRegistry } from "@/lib/server/model-registry.ts";
import { checkModel } from "@/lib/services/models/check-model.ts";
import { getModelChecks } from "@/lib/services/models/get-model-checks.ts";

export const GET = endpoint(modelEndpoints.getModelChecks, (input, ctx) =>
  getModelChecks(ctx, input, modelRegistry()),
);

export const POST = endpoint(modelEndpoints.checkModel, (input, ctx) =>
  checkModel(ctx, input, modelRegistry()),
);
