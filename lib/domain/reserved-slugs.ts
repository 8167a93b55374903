/** The console's own addresses: a project of such a name could not be reached. */
const RESERVED = ["account", "api", "invite", "setup", "sign-in", "favicon", "_next"];

/** isReservedSlug says whether a project cannot have this name, because an address of the console does. */
export function isReservedSlug(slug: string): boolean {
  return RESERVED.includes(slug);
}
