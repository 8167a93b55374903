import { OFREPProvider } from "@openfeature/ofrep-provider";
import { type EvaluationDetails, type JsonValue, OpenFeature } from "@openfeature/server-sdk";
import { createTupeloClient } from "../../sdk/create-tupelo-client.ts";
import { createOpenFeatureProvider } from "../../sdk/openfeature-provider.ts";

/** A release as a gateway needs it: which prompt to render and which model to call. */
export type RoutedRelease = {
  releaseId: string;
  arm: "control" | "candidate" | "shadow";
  components: Readonly<Record<string, string>>;
};

/** Which release answers, and perhaps one more to ask in secret. */
export type Routed = {
  flagKey: string;
  serving: RoutedRelease;
  shadow: RoutedRelease | null;
  /** Says under a signature who was given which release; null where nothing signs. */
  assignment: string | null;
};

export type Router = {
  route: (subject: string, requestId: string) => Promise<Routed>;
  close: () => Promise<void>;
};

export type RouterOptions = {
  dataPlaneUrl: string;
  apiKey: string;
  project: string;
  environment: string;
  /** In this process, by the SDK, or by asking over OFREP at each request. */
  routeBy: "sdk" | "ofrep";
  onProblem?: (problem: string) => void;
};

let opened = 0;

/**
 * openRouter makes the one choice between the SDK and OFREP; from there on both are OpenFeature's client. The same
 * subject gets the same release for as long as its share holds.
 */
export async function openRouter(options: RouterOptions): Promise<Router> {
  const { dataPlaneUrl: url, apiKey: key, environment, onProblem } = options;
  const flagKey = `${options.project}.${environment}`;
  const sdk =
    options.routeBy === "sdk" ? await createTupeloClient({ url, key, environment, onProblem }) : null;
  const provider =
    sdk === null
      ? new OFREPProvider({ baseUrl: url, headers: [["Authorization", `Bearer ${key}`]] })
      : createOpenFeatureProvider(sdk);
  opened += 1;
  const domain = `${flagKey}/${opened}`;
  await OpenFeature.setProviderAndWait(domain, provider);
  const client = OpenFeature.getClient(domain);
  return {
    route: async (subject, requestId) => {
      const details = await client.getObjectDetails(flagKey, {}, { targetingKey: subject, requestId });
      return readDetails(flagKey, details);
    },
    close: async () => sdk?.close(),
  };
}

/** Throws when no release is served, so that a gateway never answers with a release that nobody chose. */
function readDetails(flagKey: string, details: EvaluationDetails<JsonValue>): Routed {
  const { variant, value, flagMetadata, errorCode, errorMessage } = details;
  if (errorCode !== undefined || variant === undefined) {
    throw new Error(`no release for ${flagKey}: ${errorCode ?? "no variant"} ${errorMessage ?? ""}`);
  }
  const { shadowReleaseId, assignment } = flagMetadata;
  const arm = flagMetadata.arm === "candidate" ? "candidate" : "control";
  const shadow =
    typeof shadowReleaseId === "string"
      ? { releaseId: shadowReleaseId, arm: "shadow" as const, components: partsOf(fieldOf(value, "shadow")) }
      : null;
  return {
    ...{ flagKey, serving: { releaseId: variant, arm, components: partsOf(value) }, shadow },
    assignment: typeof assignment === "string" ? assignment : null,
  };
}

function partsOf(value: unknown): Record<string, string> {
  const components = fieldOf(value, "components");
  if (typeof components !== "object" || components === null) return {};
  return Object.fromEntries(Object.entries(components).map(([key, ref]) => [key, String(ref)]));
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
