import { type AllowedHost, isAllowed, plainHost, portOf } from "./egress-allow.ts";
import { isAddress, isLinkLocal, isPublicAddress } from "./is-public-address.ts";

/** Names that never belong to the open Internet (RFC 6761, RFC 6762, ICANN's `internal`). */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|home\.arpa|localdomain)$/;

/**
 * checkEgressUrl says in one sentence why a URL may not be called, or null where it may. It asks no name server:
 * the addresses that a name leads to are checked by `checkEgressAddresses`, each time it is called.
 */
export function checkEgressUrl(text: string, allow: readonly AllowedHost[]): string | null {
  if (!URL.canParse(text)) return "This is no URL; write it with https:// and a host name.";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "Only https addresses may be called.";
  if (url.username !== "" || url.password !== "")
    return "An address may not carry a user name or a password.";
  if (isAllowed(url, allow)) return null;
  if (url.protocol === "http:")
    return "Only https addresses may be called; http needs the host in EGRESS_ALLOW.";
  if (portOf(url) !== 443) return `Port ${portOf(url)} may be called only where EGRESS_ALLOW names it.`;
  const host = plainHost(url.hostname);
  return isPublicHost(host) ? null : notPublic(host);
}

function isPublicHost(host: string): boolean {
  if (isAddress(host)) return isPublicAddress(host);
  return host.includes(".") && !PRIVATE_NAME.test(host);
}

function notPublic(host: string): string {
  return `${host} is not on the open Internet; a host in a private network has to be named in EGRESS_ALLOW.`;
}

/**
 * checkEgressAddresses says why a URL whose name leads to these addresses may not be called. One bad address refuses
 * the name. An allowed name may lead into a private network, but never to the link-local addresses of a cloud's
 * metadata: those have to be allowed as addresses.
 */
export function checkEgressAddresses(
  text: string,
  addresses: readonly string[],
  allow: readonly AllowedHost[],
): string | null {
  const url = new URL(text);
  const host = plainHost(url.hostname);
  if (addresses.length === 0) return `${host} leads to no address.`;
  if (isAllowed(url, allow)) {
    const isReached = isAddress(host) || !addresses.some(isLinkLocal);
    return isReached ? null : `${host} leads to a link-local address, which no name may.`;
  }
  return addresses.every(isPublicAddress) ? null : notPublic(host);
}
