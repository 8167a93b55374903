import net from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataPlaneFixture, startDataPlaneFixture } from "./testing/data-plane-fixture.ts";

let fixture: DataPlaneFixture;
beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(() => fixture.close());

/** Sends bytes as they are and returns the status line of the answer, "closed" when there was none. */
function sendRaw(text: string, timeoutMs = 11_000): Promise<string> {
  const { hostname, port } = new URL(fixture.url);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname, () => socket.write(text));
    let received = "";
    const finish = () => {
      socket.destroy();
      resolve(received.split("\r\n")[0] || "closed");
    };
    socket.on("data", (chunk) => {
      received += String(chunk);
      if (received.includes("\r\n\r\n")) finish();
    });
    socket.on("error", finish);
    socket.on("close", finish);
    socket.setTimeout(timeoutMs, finish);
  });
}

const POST_HEAD = "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

describe("the data plane's server", () => {
  it("answers health, readiness and metrics", async () => {
    expect(await (await fetch(`${fixture.url}/api/health`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(`${fixture.url}/api/ready`)).json()).toMatchObject({
      status: "ready",
      snapshot: "fresh",
    });
    const metrics = await fetch(`${fixture.url}/metrics`);
    expect(await metrics.text()).toContain("tupelo_allocation_snapshot_age_seconds");
    const proxied = await fetch(`${fixture.url}/metrics`, { headers: { "x-forwarded-for": "127.0.0.1" } });
    expect(proxied.status).toBe(404);
  });

  it("answers 404 to unknown addresses and 405 with Allow to other methods, TRACE included", async () => {
    for (const path of [
      "/",
      "/v1/metrics",
      "/ofrep/v1/evaluate/flagsx",
      "/%2e%2e/etc/passwd",
      "/%252e%252e",
    ]) {
      expect([path, (await fetch(`${fixture.url}${path}`)).status]).toEqual([path, 404]);
    }
    for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
      const response = await fetch(`${fixture.url}/v1/traces`, { method });
      expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, "POST"]);
    }
    expect(await sendRaw("TRACE /v1/traces HTTP/1.1\r\nHost: x\r\n\r\n")).toContain("405");
  });

  it.each([
    {
      name: "a header of 64 KB",
      text: `GET /api/health HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(65_536)}\r\n\r\n`,
      status: "431",
    },
    {
      name: "row 68: 1 MB in the address",
      text: `POST /ofrep/v1/evaluate/flags/${"(".repeat(1_048_576)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      status: "431",
    },
    {
      name: "10,000 headers",
      text: `GET /api/health HTTP/1.1\r\nHost: x\r\n${"a: b\r\n".repeat(10_000)}\r\n`,
      status: "431",
    },
    {
      name: "300 short headers",
      text: `GET /api/health HTTP/1.1\r\nHost: x\r\n${"a: b\r\n".repeat(300)}\r\n`,
      status: "431",
    },
    {
      name: "a length and chunks at once",
      text: `${POST_HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      status: "400",
    },
    {
      name: "an absolute address",
      text: "GET http://169.254.169.254/ HTTP/1.1\r\nHost: x\r\n\r\n",
      status: "400",
    },
    {
      name: "an upgrade",
      text: "GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      status: "400",
    },
    { name: "CONNECT", text: "CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\n", status: "405" },
    { name: "no host", text: "GET /api/health HTTP/1.1\r\n\r\n", status: "400" },
  ])("answers $status to $name", async ({ text, status }) => {
    expect(await sendRaw(text)).toContain(` ${status} `);
  });

  it("cuts off headers and bodies that do not end, within ten seconds", async () => {
    const startedAt = Date.now();
    const authorized = `${POST_HEAD}Authorization: Bearer ${fixture.keys.gateway}\r\n`;
    const answers = await Promise.all([
      sendRaw("GET /api/health HTTP/1.1\r\nHost: x\r\nA: "),
      sendRaw(`${authorized}Content-Length: 100\r\n\r\n{`),
      sendRaw(`${authorized}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`),
    ]);
    expect(answers.map((line) => line.split(" ")[1])).toEqual(["408", "408", "408"]);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect((await fetch(`${fixture.url}/api/health`)).status).toBe(200);
  });
});
