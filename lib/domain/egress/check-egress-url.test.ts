import { describe, expect, test } from "vitest";
import { checkEgressAddresses, checkEgressUrl } from "./check-egress-url.ts";
import { parseEgressAllow } from "./egress-allow.ts";

const ALLOW = parseEgressAllow("mlflow.internal:5000, 127.0.0.1:8080,[fd00::1]:8443, judge.corp");

describe("checkEgressUrl", () => {
  test.each([
    ["loopback", "https://127.0.0.1/"],
    ["loopback, another", "https://127.8.9.1/"],
    ["loopback of IPv6", "https://[::1]/"],
    ["nowhere", "https://0.0.0.0/"],
    ["nowhere of IPv6", "https://[::]/"],
    ["the metadata of a cloud", "https://169.254.169.254/latest/meta-data/"],
    ["the metadata's name", "https://metadata.google.internal/"],
    ["private 10/8", "https://10.1.2.3/"],
    ["private 172.16/12", "https://172.31.255.255/"],
    ["private 192.168/16", "https://192.168.0.1/"],
    ["shared 100.64/10", "https://100.100.100.200/"],
    ["multicast", "https://224.0.0.1/"],
    ["decimal", "https://2130706433/"],
    ["hexadecimal", "https://0x7f.1/"],
    ["hexadecimal, whole", "https://0x7f000001/"],
    ["octal", "https://0177.0.0.1/"],
    ["short", "https://127.1/"],
    ["full-width digits", "https://①②⑦.⓪.⓪.①/"],
    ["IPv4-mapped", "https://[::ffff:127.0.0.1]/"],
    ["IPv4-mapped of a public address", "https://[::ffff:8.8.8.8]/"],
    ["NAT64", "https://[64:ff9b::7f00:1]/"],
    ["6to4", "https://[2002:7f00:1::]/"],
    ["link-local of IPv6", "https://[fe80::1]/"],
    ["unique local", "https://[fd00::1]/"],
    ["the metadata of a cloud over IPv6", "https://[fd00:ec2::254]/"],
    ["localhost", "https://localhost/"],
    ["localhost with a dot", "https://localhost./"],
    ["below localhost", "https://a.LOCALHOST/"],
    ["a name of one word", "https://mlflow/"],
    ["user name", "https://a@example.com/"],
    ["user name before an address", "http://a@127.0.0.1/"],
    ["user name at an allowed host", "http://a@mlflow.internal:5000/"],
    ["port 22", "https://example.com:22/"],
    ["http", "http://example.com/"],
    ["another port of an allowed host", "http://mlflow.internal:5001/"],
    ["another port of an allowed address", "http://127.0.0.1:8081/"],
    ["file", "file:///etc/passwd"],
    ["javascript", "javascript:alert(1)"],
    ["nothing", ""],
    ["no URL", "example.com"],
  ])("refuses %s", (_name, url) => {
    expect(checkEgressUrl(url, ALLOW)).toMatch(/^.{10,}\.$/);
  });

  test.each([
    ["a public name", "https://api.example.com/v1"],
    ["the default port in words", "https://api.example.com:443/v1"],
    ["a public address", "https://1.1.1.1/"],
    ["a public IPv6 address", "https://[2606:4700::1111]/"],
    ["an allowed host over http", "http://mlflow.internal:5000/api"],
    ["an allowed host in capitals", "http://MLFLOW.internal:5000/api"],
    ["an allowed address", "http://127.0.0.1:8080/"],
    ["an allowed IPv6 address", "https://[fd00:0::1]:8443/"],
    ["an allowed host without a port, on 443", "https://judge.corp/"],
    ["an allowed host without a port, on 80", "http://judge.corp/"],
  ])("accepts %s", (_name, url) => {
    expect(checkEgressUrl(url, ALLOW)).toBeNull();
  });
});

describe("checkEgressAddresses", () => {
  test.each([
    ["public only", "https://a.example/", ["1.1.1.1", "2606:4700::1111"], true],
    ["one private among public", "https://a.example/", ["1.1.1.1", "10.0.0.1"], false],
    ["loopback", "https://a.example/", ["127.0.0.1"], false],
    ["a mapped address", "https://a.example/", ["::ffff:127.0.0.1"], false],
    ["an address with a zone", "https://a.example/", ["fe80::1%eth0"], false],
    ["no address", "https://a.example/", [], false],
    ["an allowed name into a private network", "http://mlflow.internal:5000/", ["10.0.0.7"], true],
    ["an allowed name to loopback", "http://mlflow.internal:5000/", ["::1"], true],
    ["an allowed name to the metadata", "http://mlflow.internal:5000/", ["169.254.169.254"], false],
    ["the same, mapped", "http://mlflow.internal:5000/", ["::ffff:169.254.169.254"], false],
  ])("%s", (_name, url, addresses, isReached) => {
    expect(checkEgressAddresses(url, addresses, ALLOW) === null).toBe(isReached);
  });
});

describe("parseEgressAllow", () => {
  test("reads nothing as nothing", () => expect(parseEgressAllow(" , ")).toEqual([]));

  test.each(["https://a.example", "a.example/path", "a b", "user@a.example", "a.example:99999", "*.example"])(
    "names the entry %s that is no host",
    (entry) => expect(() => parseEgressAllow(`ok.example,${entry}`)).toThrow(entry),
  );
});
