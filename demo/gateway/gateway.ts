import type { Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { callModel, type ModelReply } from "./call-model.ts";
import { startLocalEndpoint } from "./local-endpoint.ts";
import { renderPrompt, type Templates } from "./render-prompt.ts";
import { type FeatureRead, reportAnswer } from "./report-answer.ts";
import { openRouter, type Routed, type RoutedRelease, type Router } from "./route-release.ts";
import { createShadowRunner } from "./run-shadow.ts";
import { scoreAnswer } from "./score-answer.ts";

export type DemoGatewayOptions = {
  dataPlaneUrl: string;
  /** An API key with the scopes flags:evaluate and traces:write. */
  apiKey: string;
  project: string;
  environment: string;
  /** `sdk` decides in this process, `ofrep` asks at each request. */
  routeBy?: "sdk" | "ofrep";
  /** An OpenAI-compatible endpoint; the demo's own, which needs no network, unless told. */
  endpointUrl?: string;
  endpointKey?: string;
  /** How long a model may take (30,000), and how long a shadow may (10,000). */
  timeoutMs?: number;
  shadowTimeoutMs?: number;
  /** As others see it in their traces; `demo-gateway` unless told. */
  serviceName?: string;
  /** The template of a prompt's reference, e.g. `support@2.8`. */
  templateOf?: Templates;
  /** The digest of a template that is rendered elsewhere. */
  promptDigestOf?: (ref: string) => string | undefined;
  /** Routes instead of the data plane: for tests. */
  router?: Router;
};

export type Question = {
  requestId: string;
  /** Who the answer has to stay the same for, e.g. `tenant-42:conversation-9`. */
  subject: string;
  region: string;
  question: string;
  /** More fields of the chat completion, e.g. `tools`. */
  more?: Record<string, unknown>;
  featureReads?: readonly FeatureRead[];
  /** When it was asked, where that is not now: the demo tells a past. */
  askedAt?: Date;
};

export type Answered = {
  requestId: string;
  releaseId: string;
  arm: string;
  text: string;
  reply: ModelReply;
};

export type DemoGateway = {
  answer: (question: Question) => Promise<Answered>;
  /** Waits for shadows and sends what has not been reported yet. */
  flush: () => Promise<void>;
  close: () => Promise<void>;
};

const MAX_SHADOWS = 8;
/** What lets a model act. A shadow gets none of it: its answer must change nothing. */
const TOOL_FIELDS = ["tools", "tool_choice", "parallel_tool_calls", "functions", "function_call"];

/**
 * createDemoGateway is the reference gateway: it routes, renders the prompt, asks the model, shadows, scores and reports.
 * Copy it and put your endpoint where the local one is.
 */
export async function createDemoGateway(options: DemoGatewayOptions): Promise<DemoGateway> {
  const local = options.endpointUrl === undefined ? await startLocalEndpoint() : null;
  const router = options.router ?? (await openRouter({ ...options, routeBy: options.routeBy ?? "sdk" }));
  const provider = openTracing(options);
  const asking = {
    options,
    url: options.endpointUrl ?? local?.url ?? "",
    tracer: provider.getTracer("demo"),
  };
  const shadows = createShadowRunner(MAX_SHADOWS, (error) => console.error("a shadow failed", error));
  const flush = async () => {
    await shadows.settled();
    await provider.forceFlush();
  };
  return {
    flush,
    answer: async (question) => {
      const routed = await router.route(question.subject, question.requestId);
      const { serving, shadow } = routed;
      const reply = await ask(asking, question, routed, serving);
      // After the user's answer is there, and without anybody waiting for it.
      if (shadow !== null) shadows.start(async () => void (await ask(asking, question, routed, shadow)));
      const { releaseId, arm } = serving;
      return { requestId: question.requestId, releaseId, arm, text: reply.text, reply };
    },
    close: async () => {
      await flush();
      await Promise.all([router.close(), provider.shutdown(), local?.close()]);
    },
  };
}

type Asking = { options: DemoGatewayOptions; url: string; tracer: Tracer };

/**
 * Asks one release and reports what it said. A shadow has a shorter time, no tools, and reads no features anew. What was
 * signed now is about the user's answer now: it goes on no shadow's span, and on none of the past.
 */
async function ask(
  { options, url, tracer }: Asking,
  question: Question,
  routed: Routed,
  release: RoutedRelease,
): Promise<ModelReply> {
  const isShadow = release.arm === "shadow";
  const prompt = promptOf(options, question, release.components.prompt ?? "");
  const model = release.components.model ?? "local";
  const timeoutMs = isShadow ? (options.shadowTimeoutMs ?? 10_000) : (options.timeoutMs ?? 30_000);
  const call = { url, apiKey: options.endpointKey ?? null, timeoutMs, requestId: question.requestId };
  const more = isShadow ? withoutTools(question.more) : question.more;
  const messages = messagesOf(prompt.text, question.question);
  const reply = await callModel(call, { ...more, model, messages });
  reportAnswer(tracer, {
    ...{ requestId: question.requestId, subject: question.subject, region: question.region },
    ...{ flagKey: routed.flagKey, release, reply, model, prompt },
    assignment: isShadow || question.askedAt !== undefined ? null : routed.assignment,
    featureReads: isShadow ? [] : (question.featureReads ?? []),
    score: reply.error === null ? scoreAnswer(reply.text) : null,
    startedAt: question.askedAt ?? reply.startedAt,
  });
  return reply;
}

function openTracing(options: DemoGatewayOptions): NodeTracerProvider {
  const headers = { Authorization: `Bearer ${options.apiKey}` };
  const exporter = new OTLPTraceExporter({ url: `${options.dataPlaneUrl}/v1/traces`, headers });
  return new NodeTracerProvider({
    resource: resourceFromAttributes({
      "service.name": options.serviceName ?? "demo-gateway",
      "deployment.environment.name": options.environment,
    }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 200 })],
  });
}

function promptOf(options: DemoGatewayOptions, { question, featureReads = [] }: Question, ref: string) {
  const values = Object.assign({}, ...featureReads.map((read) => read.values));
  const rendered = renderPrompt(options.templateOf ?? (() => undefined), ref, { ...values, question });
  return { ...rendered, digest: options.promptDigestOf?.(ref) ?? rendered.digest };
}

function messagesOf(system: string, question: string) {
  return [
    { role: "system", content: system },
    { role: "user", content: question },
  ];
}

function withoutTools(more: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(more).filter(([field]) => !TOOL_FIELDS.includes(field)));
}
