/** The arm a call was made for; `shadow` is an answer that no user sees. */
export const REPORTED_ARMS = ["control", "candidate", "shadow"] as const;
export type ReportedArm = (typeof REPORTED_ARMS)[number];

/** One span of a request, as it was reported and stored. */
export type InferenceCall = {
  requestId: string;
  responseId: string | null;
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  environment: string | null;
  /** null: the release that the span claimed is not one of the project's, or it claimed none. */
  releaseId: string | null;
  claimedRelease: string | null;
  /** Whether a gateway signed that this subject was given this release. */
  isAssigned: boolean;
  arm: ReportedArm | null;
  subjectHash: string | null;
  region: string | null;
  spanName: string;
  operation: string | null;
  /** Whether its tokens and cost count: agents and workflows repeat the usage of their children. */
  isInference: boolean;
  provider: string | null;
  model: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
  ttftMs: number | null;
  latencyMs: number;
  costUsd: number | null;
  status: "ok" | "error";
  errorType: string | null;
  /** The other attributes of the span, JSON values; never the contents of messages. */
  attributes: Record<string, unknown>;
  startedAt: Date;
  receivedAt: Date;
};

/** One read of a feature view: which code computed it (fingerprint), for whom, as of when, and what came out. */
export type FeatureRead = {
  requestId: string;
  spanId: string;
  traceId: string;
  position: number;
  readAt: Date;
  viewRef: string;
  fingerprint: string | null;
  entity: string | null;
  eventTimestamp: Date | null;
  values: Record<string, unknown>;
};

/** One score of one judge. */
export type Evaluation = {
  requestId: string;
  responseId: string | null;
  traceId: string | null;
  spanId: string | null;
  evaluatedAt: Date;
  name: string;
  score: number | null;
  label: string | null;
  explanation: string | null;
  errorType: string | null;
  receivedAt: Date;
};

/** One answer given to somebody, with everything reported about it. */
export type RequestRecord = {
  requestId: string;
  calls: InferenceCall[];
  featureReads: FeatureRead[];
  evaluations: Evaluation[];
  /** Other requests of the same trace, where the id that was asked for is a trace id. */
  otherRequestIds: string[];
};
