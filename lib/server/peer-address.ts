import { BlockList, isIP } from "node:net";

/**
 * The address of who is connected, written by lib/server/main.ts over whatever a client sent under this name.
 * X-Forwarded-For is believed only from the proxies that TRUSTED_PROXIES names: anybody can write it.
 */
export const PEER_HEADER = "x-tupelo-peer";

/** peerAddress returns the network address of who is connected; null where it is not known. */
export function peerAddress(request: Request): string | null {
  return request.headers.get(PEER_HEADER);
}

/** parseTrustedProxies reads addresses and networks (`10.0.0.7, 10.1.0.0/16, fd00::/8`). Throws on anything else. */
export function parseTrustedProxies(text: string): BlockList {
  const list = new BlockList();
  for (const item of text.split(",").map((part) => part.trim())) {
    if (item !== "") addProxy(list, item);
  }
  return list;
}

function addProxy(list: BlockList, item: string): void {
  const [address = "", prefix, ...rest] = item.split("/");
  const family = isIP(address);
  const type = family === 6 ? "ipv6" : "ipv4";
  const bits = prefix === undefined ? null : Number(/^\d{1,3}$/.test(prefix) ? prefix : Number.NaN);
  const isInRange = bits === null || (bits >= 0 && bits <= (family === 6 ? 128 : 32));
  if (family === 0 || rest.length > 0 || !isInRange) {
    throw new Error(`TRUSTED_PROXIES holds "${item}", which is no address and no network like 10.1.0.0/16.`);
  }
  if (bits === null) list.addAddress(address, type);
  else list.addSubnet(address, bits, type);
}

/**
 * resolvePeer says who is connected: the socket's own address, or behind trusted proxies the last address of
 * X-Forwarded-For that is not itself a trusted proxy. What stands before that was written by anybody.
 */
export function resolvePeer(
  socketAddress: string,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  let peer = plain(socketAddress);
  const hops = (forwardedFor ?? "").split(",").map((hop) => plain(hop.trim()));
  while (isTrusted(peer, trusted)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) return peer;
    peer = hop;
  }
  return peer;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? "ipv6" : "ipv4");
}

/** A server that listens on both families names an IPv4 peer `::ffff:10.0.0.7`. */
function plain(address: string): string {
  return address.toLowerCase().startsWith("::ffff:") && isIP(address.slice(7)) === 4
    ? address.slice(7)
    : address;
}
