import { describe, expect, it } from "vitest";
import { parseTrustedProxies, resolvePeer } from "./peer-address.ts";

const PROXIES = "10.0.0.7, 10.1.0.0/16, fd00::/8";

describe("row 11: who is connected", () => {
  it.each([
    {
      name: "a forged header of an untrusted peer",
      socket: "203.0.113.9",
      header: "1.2.3.4",
      peer: "203.0.113.9",
    },
    { name: "no proxy trusted", socket: "10.0.0.7", header: "1.2.3.4", trusted: "", peer: "10.0.0.7" },
    { name: "a trusted proxy", socket: "10.0.0.7", header: "203.0.113.9", peer: "203.0.113.9" },
    { name: "two trusted proxies", socket: "10.0.0.7", header: "203.0.113.9, 10.1.2.3", peer: "203.0.113.9" },
    {
      name: "what a client wrote before the proxy added to it",
      ...{ socket: "10.0.0.7", header: "1.2.3.4, 203.0.113.9", peer: "203.0.113.9" },
    },
    { name: "a trusted proxy that says nothing", socket: "10.0.0.7", header: undefined, peer: "10.0.0.7" },
    { name: "a trusted proxy that says nonsense", socket: "10.0.0.7", header: "unknown", peer: "10.0.0.7" },
    { name: "IPv6", socket: "fd00::1", header: "2001:db8::9", peer: "2001:db8::9" },
    { name: "IPv4 in IPv6", socket: "::ffff:10.0.0.7", header: "::ffff:203.0.113.9", peer: "203.0.113.9" },
  ])("$name", ({ socket, header, trusted = PROXIES, peer }) =>
    expect(resolvePeer(socket, header, parseTrustedProxies(trusted))).toBe(peer),
  );

  it.each(["10.0.0", "10.0.0.0/33", "10.0.0.0/", "a.example", "10.0.0.0/8/8", "fd00::/129"])(
    "%s is no proxy",
    (text) => expect(() => parseTrustedProxies(text)).toThrow(/TRUSTED_PROXIES/),
  );
});
