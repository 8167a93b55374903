/** How long the secret before the newest one goes on holding, so that the git host's settings can follow. */
export const HOOK_OVERLAP_HOURS = 24;
/** How long delivery ids are known, in days: somebody who kept a delivery can send it again for no less. */
export const HOOK_MEMORY_DAYS = 30;

const HOUR_MS = 3_600_000;

/** oldSecretEndsAt is when the secret before the newest one ends; null where there is none, or it has ended. */
export function oldSecretEndsAt(
  hook: { secrets: readonly string[]; rotatedAt: Date | null },
  now: Date,
): Date | null {
  if (hook.secrets.length < 2 || hook.rotatedAt === null) return null;
  const endsAt = new Date(hook.rotatedAt.getTime() + HOOK_OVERLAP_HOURS * HOUR_MS);
  return endsAt > now ? endsAt : null;
}

/** liveSecrets are those that hold now, the newest first. */
export function liveSecrets(
  hook: { secrets: readonly string[]; rotatedAt: Date | null },
  now: Date,
): readonly string[] {
  return hook.secrets.slice(0, oldSecretEndsAt(hook, now) === null ? 1 : 2);
}

/** forgetBefore is the moment before which deliveries are forgotten. */
export function forgetBefore(now: Date): Date {
  return new Date(now.getTime() - HOOK_MEMORY_DAYS * 24 * HOUR_MS);
}
