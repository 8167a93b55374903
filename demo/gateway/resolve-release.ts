import type { Client } from "@openfeature/server-sdk";

/** Which release answers a subject now, as the data plane says. */
export type ResolvedRelease = {
  flagKey: string;
  releaseId: string;
  arm: string;
  components: Record<string, string>;
};

/**
 * resolveRelease asks OpenFeature for the release of a subject: the same subject gets the same release for as long
 * as its share holds. Throws when none is served, so that a gateway never answers with a release nobody chose.
 */
export async function resolveRelease(
  client: Client,
  flagKey: string,
  subject: string,
): Promise<ResolvedRelease> {
  const details = await client.getObjectDetails(flagKey, {}, { targetingKey: subject });
  if (details.errorCode !== undefined || details.variant === undefined) {
    throw new Error(
      `no release for ${flagKey}: ${details.errorCode ?? "no variant"} ${details.errorMessage ?? ""}`,
    );
  }
  const arm = details.flagMetadata.arm;
  return {
    flagKey,
    releaseId: details.variant,
    arm: typeof arm === "string" ? arm : "control",
    components: componentsOf(details.value),
  };
}

function componentsOf(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null || !("components" in value)) return {};
  const { components } = value;
  if (typeof components !== "object" || components === null) return {};
  return Object.fromEntries(Object.entries(components).map(([key, ref]) => [key, String(ref)]));
}
