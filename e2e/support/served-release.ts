import { environmentEndpoints } from "../../lib/contracts/environments.ts";
import { servedReleaseId } from "../../lib/domain/environments/allocation.ts";
import type { Caller } from "./caller.ts";

/** servedRelease asks the API which release most subjects of an environment get; null before the first one. */
export async function servedRelease(
  reader: Caller,
  params: { project: string; environment: string },
): Promise<string | null> {
  const { served } = await reader.call(environmentEndpoints.getEnvironment, { params });
  if (served === null) return null;
  const { control, candidate, shareBp } = served;
  return servedReleaseId({ controlReleaseId: control, candidateReleaseId: candidate, shareBp });
}
