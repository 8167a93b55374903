import { findFact, readTextFact } from "./attribute-aliases.ts";
import type { Attributes } from "./otlp-attributes.ts";
import type { ReceivedSpan } from "./received-span.ts";
import type { Sender } from "./sender.ts";

/** What a span says about what it was served by; whether it is true is looked up later. */
export type ReleaseClaim = { claimedRelease: string | null; environment: string | null };

const FLAG_EVENTS = new Set(["feature_flag.evaluation", "feature_flag"]);
const MAX_RELEASE_LENGTH = 128;
const MAX_ENVIRONMENT_LENGTH = 64;

/**
 * findReleaseClaim looks for the release in the order of the conventions: the flag on the span, a flag event,
 * then `release.id`. A flag that is not one of the project's is some other flag of the application.
 */
export function findReleaseClaim(span: ReceivedSpan, sender: Sender): ReleaseClaim {
  const flag = findOwnFlag(span, sender.projectSlug);
  const variant = flag === undefined ? null : readTextFact("releaseVariant", MAX_RELEASE_LENGTH, flag);
  return {
    claimedRelease: variant ?? readTextFact("releaseId", MAX_RELEASE_LENGTH, span.attributes),
    environment: sender.environment ?? claimedEnvironment(flag, span),
  };
}

function findOwnFlag(
  { attributes, events }: ReceivedSpan,
  projectSlug: string | null,
): Attributes | undefined {
  if (isOwnFlag(attributes, projectSlug)) return attributes;
  return events.find((event) => FLAG_EVENTS.has(event.name) && isOwnFlag(event.attributes, projectSlug))
    ?.attributes;
}

function isOwnFlag(attributes: Attributes, projectSlug: string | null): boolean {
  if (findFact("releaseVariant", attributes) === null) return false;
  const key = findFact("flagKey", attributes);
  return (
    key === null || projectSlug === null || (typeof key === "string" && key.startsWith(`${projectSlug}.`))
  );
}

function claimedEnvironment(flag: Attributes | undefined, span: ReceivedSpan): string | null {
  const key = flag === undefined ? null : findFact("flagKey", flag);
  const fromKey = typeof key === "string" ? key.split(".")[1] : undefined;
  if (fromKey !== undefined && fromKey !== "" && fromKey.length <= MAX_ENVIRONMENT_LENGTH) return fromKey;
  const fromSet = flag === undefined ? null : readTextFact("flagSet", MAX_ENVIRONMENT_LENGTH, flag);
  return fromSet ?? readTextFact("environment", MAX_ENVIRONMENT_LENGTH, span.attributes, span.resource);
}
