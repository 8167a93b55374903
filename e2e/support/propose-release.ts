import { readFile } from "node:fs/promises";
import path from "node:path";
import { evalEndpoints } from "../../lib/contracts/evals.ts";
import { promotionEndpoints } from "../../lib/contracts/promotions.ts";
import { releaseEndpoints } from "../../lib/contracts/releases.ts";
import type { Caller } from "./caller.ts";

/** A result file that promptfoo wrote, with good answers. */
export const GOOD_EVALUATION = path.resolve(
  import.meta.dirname,
  "../../demo/evals/candidate-good.fixture.json",
);

export type Refs = { prompt: string; model: string };

/** composeMeasured makes a release of `name@version` references and uploads good answers for it, as CI does. */
export async function composeMeasured(ci: Caller, project: string, refs: Refs): Promise<string> {
  const components = Object.entries({ ...refs, feature_view: "releases@4" }).map(([kind, ref]) => {
    const [name = "", version = ""] = ref.split("@");
    return { kind, name, version };
  });
  const params = { project };
  const { id } = await ci.call(releaseEndpoints.createRelease, { params, body: { components } });
  const query = { release: id, format: "promptfoo" } as const;
  const body = await readFile(GOOD_EVALUATION);
  await ci.call(evalEndpoints.uploadEvalRun, { params, query, body });
  return id;
}

/** proposeRelease asks for a release in production; the answer is the promotion's number. */
export async function proposeRelease(ci: Caller, project: string, releaseId: string): Promise<number> {
  const body = { releaseId, environment: "production", title: `Serve ${releaseId}` };
  return (await ci.call(promotionEndpoints.createPromotion, { params: { project }, body })).number;
}

/** approvePromotion approves exactly what the promotion's page shows now. */
export async function approvePromotion(reviewer: Caller, project: string, number: number): Promise<void> {
  const params = { project, number: String(number) };
  const { subject } = await reviewer.call(promotionEndpoints.getPromotion, { params });
  const body = { decision: "approve", comment: "Reads well.", subject } as const;
  await reviewer.call(promotionEndpoints.reviewPromotion, { params, body });
}
