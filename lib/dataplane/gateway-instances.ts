import { z } from "zod";
import type { Database } from "../db/client.ts";
import { saveGatewayInstance } from "../db/repositories/gateway-instances.ts";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import { type Answer, emptyAnswer, jsonAnswer, problemAnswer } from "./http-answer.ts";
import { decodeUtf8, isStorableText, parseStrictJson } from "./strict-json.ts";

const LIMITS = { maxDepth: 4, maxKeys: 100 };

const name = z.string().min(1).max(128).refine(isStorableText);
const reportSchema = z.object({
  instanceId: name,
  environment: name,
  generation: z.number().int().min(0).max(2_147_483_647),
  readiness: z.enum(["warming", "ready", "stale"]),
  warmReleaseIds: z.array(name).max(20).default([]),
  sdkVersion: z.string().max(32).refine(isStorableText).default(""),
});

export type InstanceDeps = { db: Database; snapshot: AllocationSnapshot; now: () => Date };

/** storeInstance keeps what a gateway said of itself; 204. An environment that the key does not see is a 404. */
export async function storeInstance(
  { db, snapshot, now }: InstanceDeps,
  key: KeyPrincipal,
  body: Uint8Array,
): Promise<Answer> {
  const text = decodeUtf8(body);
  const parsed = text === null ? null : parseStrictJson(text, LIMITS);
  if (parsed === null || !parsed.ok) return problemAnswer("malformed-json");
  const report = reportSchema.safeParse(parsed.value);
  if (!report.success) return invalid(report.error);
  const { environment } = report.data;
  const [served] = snapshot.listEnvironments(key.projectId, environment);
  const isSeen = key.environment === null || key.environment === environment;
  if (served === undefined || !isSeen) return problemAnswer("not-found");
  const row = { ...report.data, projectId: key.projectId, keyId: key.id };
  const isKept = await saveGatewayInstance(db, row, now());
  return isKept ? emptyAnswer(204) : problemAnswer("too-many-requests", { "retry-after": "60" });
}

function invalid(error: z.ZodError): Answer {
  const errors = error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, message }));
  const answer = problemAnswer("invalid");
  return jsonAnswer(answer.status, { ...JSON.parse(String(answer.body)), errors }, answer.headers);
}
