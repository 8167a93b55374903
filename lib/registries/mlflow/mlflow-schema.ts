import { z } from "zod";

/** The parts of MLflow's ModelVersion that are read (mlflow/protos/model_registry.proto); the rest is passed over. */
const modelVersion = z.object({
  name: z.string().max(500),
  version: z.union([z.string().max(200), z.number().int().transform(String)]),
  status: z.string().default("READY"),
  tags: z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]),
  aliases: z.array(z.string()).default([]),
});
export type MlflowModelVersion = z.output<typeof modelVersion>;

/** GetModelVersion.Response and GetModelVersionByAlias.Response. */
export const modelVersionAnswer = z.object({ model_version: modelVersion });

/** GetRegisteredModel.Response. */
export const registeredModelAnswer = z.object({
  registered_model: z.object({
    aliases: z.array(z.object({ alias: z.string(), version: z.coerce.string() })).default([]),
  }),
});

/** What MLflow answers beside success. */
export const errorAnswer = z.object({ error_code: z.string(), message: z.string().default("") });
