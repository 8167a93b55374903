import type { GoldenCase } from "./golden-case.ts";
import type { CallSettings } from "./read-settings.ts";

/** US dollars for a million tokens. */
export type RunPrice = { inputUsdPerMillionTokens: number; outputUsdPerMillionTokens: number };
export type RunModel = { name: string; price: RunPrice | null };
/** What a run was measured with, as references; they say where the texts of the plan come from. */
export type RunEvidence = Record<string, { ref: string; digest: string }>;
export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };

/** What a run is made of. Texts are the artifacts' own; nothing is read from anywhere else. */
export type PlanInput = {
  /** The endpoint's address without a key: another address may answer with another model. */
  endpoint: string;
  prompt: { texts: readonly { role: string; text: string }[] };
  model: RunModel;
  settings: CallSettings;
  cases: readonly GoldenCase[];
  judge: { rubric: string; model: RunModel } | null;
  /** How often each case is asked, from 1. */
  repeats: number;
  evidence: RunEvidence;
};

export type PlannedCase = { golden: GoldenCase; messages: ChatMessage[] };

/** A run that can be started: every prompt is rendered, every rule can be checked. */
export type RunPlan = Pick<
  PlanInput,
  "endpoint" | "model" | "settings" | "judge" | "repeats" | "evidence"
> & {
  cases: PlannedCase[];
  /** sha256 over everything that decides an answer or its score; neither repeats nor prices do. */
  planDigest: string;
  /** The digests that the plan's digest is made of, by what they are of: so that a difference can be named. */
  parts: Record<string, string>;
};
