import { z } from "zod";
import { nativeFileSchema } from "./import-native.ts";

/** nativeJsonSchema is the JSON Schema (2020-12) of Tupelo's own result file, as `docs/schemas` publishes it. */
export function nativeJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(nativeFileSchema, { io: "input" });
  return { title: "An eval run in Tupelo's own format", ...schema };
}
