import type { EvaluationContext, JsonValue, Provider, ResolutionDetails } from "@openfeature/server-sdk";
import type { TupeloClient } from "./client-types.ts";
import type { Decision } from "./decide.ts";

/** What OpenFeature's client turns into an error code and the default in your code. */
export class EvaluationRefused extends Error {
  readonly code: "FLAG_NOT_FOUND" | "TARGETING_KEY_MISSING" | "TYPE_MISMATCH" | "PROVIDER_NOT_READY";

  constructor(code: EvaluationRefused["code"], message: string) {
    super(message);
    this.name = "EvaluationRefused";
    this.code = code;
  }
}

/**
 * createOpenFeatureProvider answers the flags that the data plane answers over OFREP, `<project>.<environment>` and
 * `<project>.<environment>.release_id`, in this process: a gateway changes from one to the other without another change.
 * `context.requestId` names the request, so that it may be sampled for shadow. `flagMetadata.assignment` is the signed
 * assignment for the trace, where there is a key to sign with.
 */
export function createOpenFeatureProvider(client: TupeloClient): Provider {
  const mismatch = (flagKey: string): never => {
    throw new EvaluationRefused(
      "TYPE_MISMATCH",
      `${flagKey} is an object, and ${flagKey}.release_id a text.`,
    );
  };
  return {
    metadata: { name: "tupelo" },
    runsOn: "server",
    resolveBooleanEvaluation: async (flagKey) => mismatch(flagKey),
    resolveNumberEvaluation: async (flagKey) => mismatch(flagKey),
    resolveStringEvaluation: async (flagKey, _default, context) => {
      const evaluated = evaluate(client, flagKey, context);
      return evaluated.kind === "summary"
        ? mismatch(flagKey)
        : detailsOf(evaluated, evaluated.decision.releaseId);
    },
    resolveObjectEvaluation: async <Value extends JsonValue>(
      flagKey: string,
      _default: Value,
      context: EvaluationContext,
    ): Promise<ResolutionDetails<Value>> => {
      const evaluated = evaluate(client, flagKey, context);
      if (evaluated.kind === "release_id") return mismatch(flagKey);
      const { decision } = evaluated;
      const { releaseId, manifestDigest, components, arm, shadowReleaseId, shadowComponents } = decision;
      const shadow =
        shadowReleaseId === null
          ? {}
          : { shadow: { releaseId: shadowReleaseId, components: shadowComponents } };
      // Parsed anew, so that every caller has a copy of its own.
      const value: Value = JSON.parse(
        JSON.stringify({ releaseId, manifestDigest, components, arm, ...shadow }),
      );
      return detailsOf(evaluated, value);
    },
    onClose: () => client.close(),
  };
}

type Evaluated = { kind: "summary" | "release_id"; decision: Decision; assignment: string | null };

function evaluate(client: TupeloClient, flagKey: string, context: EvaluationContext): Evaluated {
  const { project, environment, generation } = client.status();
  if (generation === null) throw new EvaluationRefused("PROVIDER_NOT_READY", "No allocations are known yet.");
  const kind = kindOf(flagKey, `${project}.${environment}`);
  const { targetingKey, requestId } = context;
  if (targetingKey === undefined || targetingKey === "") {
    throw new EvaluationRefused("TARGETING_KEY_MISSING", "Give context.targetingKey.");
  }
  const decision = client.decide(targetingKey, typeof requestId === "string" ? requestId : undefined);
  if (kind === null || decision === null) {
    throw new EvaluationRefused("FLAG_NOT_FOUND", "No release is served under this key.");
  }
  return { kind, decision, assignment: client.signAssignment(decision, targetingKey) };
}

function kindOf(flagKey: string, name: string): Evaluated["kind"] | null {
  if (flagKey === name) return "summary";
  return flagKey === `${name}.release_id` ? "release_id" : null;
}

function detailsOf<Value>({ decision, assignment }: Evaluated, value: Value): ResolutionDetails<Value> {
  const { arm, environment, generation, rollout, shadowReleaseId, isSplit, isStale } = decision;
  const reason = isSplit ? "SPLIT" : "STATIC";
  return {
    ...{ value, variant: decision.releaseId, reason: isStale ? "STALE" : reason },
    flagMetadata: {
      ...{ arm, flagSetId: environment, version: generation },
      ...(rollout === null ? {} : { rollout }),
      ...(shadowReleaseId === null ? {} : { shadowReleaseId }),
      ...(assignment === null ? {} : { assignment }),
    },
  };
}
