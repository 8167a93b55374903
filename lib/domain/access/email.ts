const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** Letters, digits and the marks that mail systems use; no comma, quote, bracket, blank or control character. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * parseEmail returns an address in its one canonical form, or null where it is not one address.
 * Blanks around it are dropped, compatibility forms are folded (NFKC: full-width letters become ASCII), and all is
 * lower-cased. What is still not ASCII after that is refused, so that no two addresses look alike; international
 * domains are written in their xn-- form. A list of addresses (a comma, a second @) is never one address.
 */
export function parseEmail(text: string): string | null {
  const email = text.trim().normalize("NFKC").toLowerCase();
  if (email.length > MAX_LENGTH) return null;
  const parts = email.split("@");
  const [local, domain] = parts;
  if (parts.length !== 2 || local === undefined || domain === undefined) return null;
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL.test(local)) return null;
  return domain.split(".").every((label) => DOMAIN_LABEL.test(label)) ? email : null;
}
