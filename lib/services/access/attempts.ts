import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../../domain/errors.ts";

const WINDOW_SECONDS = 15 * 60;
/** Wrong tries that one account may have in the window, and that one address may make. */
const PER_ACCOUNT = 10;
const PER_ADDRESS = 100;

const perAccount = new RateLimiterMemory({
  keyPrefix: "account",
  points: PER_ACCOUNT,
  duration: WINDOW_SECONDS,
});
const perAddress = new RateLimiterMemory({
  keyPrefix: "address",
  points: PER_ADDRESS,
  duration: WINDOW_SECONDS,
});

export type Attempt = {
  /** What is guessed at: a canonical e-mail, an account id, the kind of a link. */
  subject: string;
  /** The peer's network address; null where it is not known. */
  address: string | null;
};

/**
 * limitAttempts counts a try before it is made and takes it back when it was right, so that parallel guesses
 * cannot pass the limit together. `work` returns null for a wrong try. Throws too-many-requests.
 */
export async function limitAttempts<T>(attempt: Attempt, work: () => Promise<T | null>): Promise<T | null> {
  const address = attempt.address ?? "unknown";
  await consume(perAddress, address);
  await consume(perAccount, attempt.subject);
  const result = await work();
  if (result !== null) {
    await perAddress.reward(address);
    await perAccount.delete(attempt.subject);
  }
  return result;
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfterSeconds = Math.ceil(error.msBeforeNext / 1000);
    throw new AppError(
      "too-many-requests",
      "Too many wrong tries; wait a quarter of an hour and try again.",
      {
        params: { retryAfterSeconds },
      },
    );
  }
}

/** forgetAttempts starts counting anew (tests). */
export async function forgetAttempts(attempt: Attempt): Promise<void> {
  await perAccount.delete(attempt.subject);
  await perAddress.delete(attempt.address ?? "unknown");
}
