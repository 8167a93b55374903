import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature } from "@openfeature/server-sdk";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { answerLocally } from "./local-model.ts";
import { type FeatureRead, reportAnswer } from "./report-answer.ts";
import { resolveRelease } from "./resolve-release.ts";

export type DemoGatewayOptions = {
  dataPlaneUrl: string;
  /** An API key with the scopes flags:evaluate and traces:write. */
  apiKey: string;
  project: string;
  environment: string;
  /** As others see it in their traces; `demo-gateway` unless told. */
  serviceName?: string;
  /** The digest of the template that is rendered for a prompt's reference, e.g. `support@2.8`. */
  promptDigestOf?: (ref: string) => string | undefined;
};

export type Question = {
  requestId: string;
  /** Who the answer has to stay the same for, e.g. `tenant-42:conversation-9`. */
  subject: string;
  region: string;
  question: string;
  featureReads?: readonly FeatureRead[];
  /** When it was asked, where that is not now: the demo tells a past. */
  askedAt?: Date;
};

export type Answered = { requestId: string; releaseId: string; arm: string; text: string };

export type DemoGateway = {
  answer: (question: Question) => Promise<Answered>;
  /** Sends what has not been reported yet. */
  flush: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * createDemoGateway is the reference gateway: OpenFeature says which release answers, OpenTelemetry reports what
 * happened. Nothing in it knows Tupelo; copy it and put your model where the local one is.
 */
export async function createDemoGateway(options: DemoGatewayOptions): Promise<DemoGateway> {
  const headers = { Authorization: `Bearer ${options.apiKey}` };
  const domain = `${options.project}.${options.environment}@${options.dataPlaneUrl}`;
  await OpenFeature.setProviderAndWait(
    domain,
    new OFREPProvider({ baseUrl: options.dataPlaneUrl, headers: Object.entries(headers) }),
  );
  const client = OpenFeature.getClient(domain);
  const exporter = new OTLPTraceExporter({ url: `${options.dataPlaneUrl}/v1/traces`, headers });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      "service.name": options.serviceName ?? "demo-gateway",
      "deployment.environment.name": options.environment,
    }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 200 })],
  });
  const tracer = provider.getTracer("demo-gateway");
  const answer = async (question: Question): Promise<Answered> => {
    const routingAt = Date.now();
    const flagKey = `${options.project}.${options.environment}`;
    const release = await resolveRelease(client, flagKey, question.subject);
    const routedMs = Date.now() - routingAt;
    const reply = answerLocally(release.releaseId, question.requestId, question.question);
    const promptRef = release.components.prompt ?? "";
    reportAnswer(tracer, {
      prompt: { name: promptRef, digest: options.promptDigestOf?.(promptRef) },
      ...{ requestId: question.requestId, subject: question.subject, region: question.region },
      ...{ release, answer: reply, model: release.components.model ?? "local" },
      startedAt: question.askedAt ?? new Date(routingAt),
      featureReads: question.featureReads ?? [],
      firstChunkMs: routedMs,
      latencyMs: Date.now() - routingAt,
    });
    return {
      requestId: question.requestId,
      releaseId: release.releaseId,
      arm: release.arm,
      text: reply.text,
    };
  };
  return { answer, flush: () => provider.forceFlush(), close: () => provider.shutdown() };
}
