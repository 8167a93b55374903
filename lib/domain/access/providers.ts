/** The identity providers that can be configured; `password` is the console's own. */
export const PROVIDERS = ["oidc", "github"] as const;
export type Provider = (typeof PROVIDERS)[number];

const known: ReadonlySet<string> = new Set(PROVIDERS);

/** isProvider says whether text from a row, an address or a request is an identity provider of ours. */
export function isProvider(text: string): text is Provider {
  return known.has(text);
}

/**
 * canProve says whether a provider can be asked to have a person sign in again and to say when that was.
 * OpenID Connect can (`prompt=login`, `max_age`, `auth_time`); GitHub's sign-in cannot.
 */
export function canProve(provider: string): boolean {
  return provider === "oidc";
}
