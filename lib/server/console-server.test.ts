import type { IncomingHttpHeaders, Server } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ENDPOINTS } from "../contracts/registry.ts";
import { createConsoleServer } from "./console-server.ts";

let server: Server;
let port = 0;
const handled: string[] = [];
/** The headers of the last request that was handed on. */
let seen: IncomingHttpHeaders = {};

beforeAll(async () => {
  server = createConsoleServer({
    endpoints: ENDPOINTS,
    handle: (request, response) => {
      handled.push(request.url ?? "");
      seen = request.headers;
      response.end("handled");
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object" && address !== null) port = address.port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  handled.length = 0;
});

/** Sends bytes as they are, and returns all that comes back until the connection ends. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
    socket.on("close", () => resolve(answer));
  });
}

const get = (target: string, headers = "") =>
  sendRaw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
const LIST = "/api/v1/projects/alpha/releases";

describe("row 11: what anybody can write", () => {
  it("is dropped, and the peer is the connection's own address", async () => {
    const forged = ["Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: evil.example"];
    const more = ["X-Forwarded-Proto: https", "X-Real-IP: 1.2.3.4", "X-Tupelo-Peer: 1.2.3.4"];
    await get(LIST, `${[...forged, ...more].join("\r\n")}\r\n`);
    expect(seen["x-tupelo-peer"]).toBe("127.0.0.1");
    expect(Object.keys(seen).filter((name) => /forwarded|real-ip/.test(name))).toEqual([]);
  });

  it("row 71: a cookie of 16 KB is handed on, to be told that it is worth nothing", async () => {
    expect(await get(LIST, `Cookie: tupelo.session=${"x".repeat(16_384)}\r\n`)).toContain("handled");
  });
});

describe("the server before Next", () => {
  it("hands on what is in order", async () => {
    expect(await get(`${LIST}?search=a`)).toContain("handled");
    expect(handled).toEqual([`${LIST}?search=a`]);
  });

  it.each([
    ["row 68: a search of 1 MB of spaces", `${LIST}?search=${"+".repeat(1_048_576)}`, "", "431"],
    ["row 68: a search of 50,000 letters", `${LIST}?search=${"a".repeat(50_000)}!`, "", "431"],
    ["row 68: a name of 1 MB in the path", `${LIST}/${"(".repeat(1_048_576)}`, "", "431"],
    ["row 35: a header of 64 KB", LIST, `A: ${"a".repeat(65_536)}\r\n`, "431"],
    ["row 35: 10,000 headers", LIST, "a: b\r\n".repeat(10_000), "431"],
    [
      "row 35: a length and chunks at once",
      LIST,
      "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
      "400",
    ],
    ["row 35: a target in absolute form", `http://169.254.169.254${LIST}`, "", "400"],
    ["row 35: an upgrade", "http://169.254.169.254/", "Upgrade: websocket\r\n", "400"],
    ["row 38: a path that climbs behind two encodings", `${LIST}/%252e%252e`, "", "404"],
  ])("%s is refused before any handler sees it", async (_name, target, headers, status) => {
    const answer = await get(target, headers);
    expect(answer.split("\r\n")[0]).toContain(` ${status} `);
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(handled).toEqual([]);
  });
});
