/** The IPv4 networks that no call may reach: IANA's special-purpose registry (RFC 6890), multicast and reserved. */
const REFUSED_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Within 2000::/3, the networks that embed an IPv4 address or lead nowhere: Teredo and friends, documentation, 6to4. */
const REFUSED_V6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

/** The bits of an address, most significant first; null for text that is no plain IPv4 or IPv6 address. */
function addressBits(text: string): string | null {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? v4Bits(text) : v6Bits(text);
}

function v4Bits(text: string): string | null {
  const bytes = text.split(".").map(Number);
  return bytes.every((byte) => byte <= 255)
    ? bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("")
    : null;
}

/** v6Bits lets the URL parser bring the address into its one canonical form first. */
function v6Bits(text: string): string | null {
  const url = text.includes(":") ? `http://[${text}]/` : null;
  if (url === null || !URL.canParse(url)) return null;
  const [head = "", tail = ""] = new URL(url).hostname.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right]
    .map((part) => Number.parseInt(part, 16).toString(2).padStart(16, "0"))
    .join("");
}

function isWithin(bits: string, [network, length]: readonly [string, number]): boolean {
  return addressBits(network)?.slice(0, length) === bits.slice(0, length);
}

/**
 * isPublicAddress says whether an IP address is one of the open Internet. Loopback, private, shared (CGNAT),
 * link-local (where clouds serve metadata), IPv4-mapped and translated forms are not; nor is text that is no address.
 */
export function isPublicAddress(address: string): boolean {
  const bits = addressBits(address);
  if (bits === null) return false;
  if (bits.length === 32) return !REFUSED_V4.some((network) => isWithin(bits, network));
  return bits.startsWith("001") && !REFUSED_V6.some((network) => isWithin(bits, network));
}

/** isLinkLocal covers the addresses where clouds hand out credentials; no name may lead there, allowed or not. */
export function isLinkLocal(address: string): boolean {
  const bits = addressBits(address);
  if (bits === null) return true;
  if (bits.length === 32) return isWithin(bits, ["169.254.0.0", 16]) || isWithin(bits, ["0.0.0.0", 8]);
  if (isWithin(bits, ["::ffff:0:0", 96])) return isLinkLocal(v4Of(bits.slice(96)));
  return (
    isWithin(bits, ["fe80::", 10]) || isWithin(bits, ["fd00:ec2::254", 128]) || isWithin(bits, ["::", 128])
  );
}

function v4Of(bits: string): string {
  return [0, 8, 16, 24].map((start) => Number.parseInt(bits.slice(start, start + 8), 2)).join(".");
}

/** isAddress tells an IP address from a name. */
export function isAddress(text: string): boolean {
  return addressBits(text) !== null;
}
