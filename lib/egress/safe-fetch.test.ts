import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseEgressAllow } from "../domain/egress/egress-allow.ts";
import { AppError } from "../domain/errors.ts";
import { createSafeFetch, type SafeFetchOptions } from "./safe-fetch.ts";

let server: Server;
let connections = 0;
let answer: RequestListener = (_request, response) => response.end("hello");

beforeEach(async () => {
  connections = 0;
  answer = (_request, response) => response.end("hello");
  server = createServer((request, response) => answer(request, response));
  await listen(server);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe("createSafeFetch refuses, with no connection made", () => {
  test.each([
    "127.0.0.1",
    "[::1]",
    "0.0.0.0",
    "169.254.169.254",
    "10.0.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "2130706433",
    "0x7f.1",
    "0177.1",
    "[::ffff:127.0.0.1]",
    "localhost",
    "localhost.",
    "a@127.0.0.1",
  ])("%s", async (host) => {
    for (const scheme of ["http", "https"]) {
      await expectRefused(createSafeFetch({ allow: [] })(`${scheme}://${host}:${port()}/`));
      await expectRefused(createSafeFetch({ allow: [] })(`${scheme}://${host}/`));
    }
    expect(connections).toBe(0);
  });

  test("a name that leads to loopback", async () => {
    await expectRefused(fetchOf({ lookup: leadsTo("127.0.0.1") })("https://judge.example/"));
    expect(connections).toBe(0);
  });

  test("a URL in a Request", async () => {
    await expectRefused(createSafeFetch({ allow: [] })(new Request(`http://127.0.0.1:${port()}/`)));
    expect(connections).toBe(0);
  });
});

describe("createSafeFetch", () => {
  test("asks the name server once and goes where it said, so that a changed answer changes nothing", async () => {
    let asked = 0;
    const lookup = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "169.254.169.254", family: 4 }];
    };
    const allow = parseEgressAllow(`judge.example:${port()}`);
    const response = await createSafeFetch({ allow, lookup })(`http://judge.example:${port()}/`);
    expect(await response.text()).toBe("hello");
    expect([asked, connections]).toEqual([1, 1]);
    await expectRefused(createSafeFetch({ allow, lookup })(`http://judge.example:${port()}/`));
    expect(connections).toBe(1);
  });

  test.each([301, 302, 303, 307, 308])("does not follow a redirect with status %d", async (status) => {
    answer = (request, response) => {
      response.writeHead(request.url === "/" ? status : 200, { location: `http://127.0.0.1:${port()}/in` });
      response.end();
    };
    await expectRefused(fetchOf()(here()));
    expect(connections).toBe(1);
  });

  test("sends method, headers and body, and hands status and headers back", async () => {
    answer = async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      response.writeHead(429, { "retry-after": "3", "content-type": "application/json" });
      const { authorization, host, "content-length": length } = request.headers;
      response.end(
        JSON.stringify({
          method: request.method,
          authorization,
          host,
          length,
          body: `${Buffer.concat(chunks)}`,
        }),
      );
    };
    const headers = { authorization: "Bearer k", "content-type": "application/json" };
    const response = await fetchOf()(here(), { method: "POST", headers, body: "grüße" });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("3");
    const host = `127.0.0.1:${port()}`;
    expect(await response.json()).toEqual({
      method: "POST",
      authorization: "Bearer k",
      host,
      length: "7",
      body: "grüße",
    });
  });

  test("streams: the first chunk arrives before the last is sent", async () => {
    let finish = () => {};
    answer = (_request, response) => {
      response.write("data: 1\n\n");
      finish = () => response.end("data: 2\n\n");
    };
    const reader = (await fetchOf()(here())).body?.getReader();
    expect(text(await reader?.read())).toBe("data: 1\n\n");
    finish();
    expect(text(await reader?.read())).toBe("data: 2\n\n");
    expect((await reader?.read())?.done).toBe(true);
  });

  test("breaks off an answer that grows too large, and refuses one that says so", async () => {
    answer = (_request, response) => {
      for (let sent = 0; sent < 20; sent += 1) response.write("x".repeat(1_000));
      response.end();
    };
    const response = await fetchOf({ maxAnswerBytes: 10_000 })(here());
    await expectRefused(response.text());
    answer = (_request, response) => response.end("x".repeat(20_000));
    await expectRefused(fetchOf({ maxAnswerBytes: 10_000 })(here()));
  });

  test("refuses a compressed answer, whose size cannot be counted", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end("x");
    };
    await expectRefused(fetchOf()(here()));
  });

  test.each(["headers", "body"])("gives up when the %s comes too late", async (part) => {
    answer = (_request, response) => {
      if (part === "body") response.write("x");
    };
    const call = fetchOf({ timeoutMs: 150 })(here()).then((response) => response.text());
    await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("stops when the caller stops", async () => {
    answer = () => {};
    const stop = new AbortController();
    const call = fetchOf()(here(), { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });

  test("says a broken connection and a broken answer as fetch does", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("x");
      setTimeout(() => response.destroy(), 20);
    };
    const response = await fetchOf()(here());
    await expect(response.text()).rejects.toBeInstanceOf(TypeError);
    const gone = port();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    const allow = parseEgressAllow(`127.0.0.1:${gone}`);
    await expect(createSafeFetch({ allow })(`http://127.0.0.1:${gone}/`)).rejects.toThrow(TypeError);
  });

  test("checks a certificate against the name, not the address", async () => {
    const { key, cert } = certificateOf("judge.example");
    const secure = createTlsServer({ key, cert }, (_request, response) => response.end("secret"));
    await listen(secure);
    const at = portOf(secure);
    const allow = parseEgressAllow(`judge.example:${at},other.example:${at}`);
    const settings = { allow, lookup: leadsTo("127.0.0.1") };
    const trusting = createSafeFetch({ ...settings, ca: cert });
    expect(await (await trusting(`https://judge.example:${at}/`)).text()).toBe("secret");
    await expect(trusting(`https://other.example:${at}/`)).rejects.toThrow(TypeError);
    await expect(createSafeFetch(settings)(`https://judge.example:${at}/`)).rejects.toThrow(TypeError);
    secure.close();
  });
});

function fetchOf(options: Partial<SafeFetchOptions> = {}): typeof fetch {
  return createSafeFetch({ allow: parseEgressAllow(`127.0.0.1:${port()}`), ...options });
}

function leadsTo(address: string) {
  return async () => [{ address, family: 4 }];
}

async function expectRefused(call: Promise<unknown>): Promise<void> {
  const error = await call.then(
    () => "was not refused",
    (refusal: unknown) => (refusal instanceof AppError ? refusal.code : refusal),
  );
  expect(error).toBe("egress-refused");
}

function listen(target: Server): Promise<void> {
  target.on("connection", () => {
    connections += 1;
  });
  return new Promise((done) => target.listen(0, "127.0.0.1", done));
}

function portOf(target: Server): number {
  const address = target.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen");
  return address.port;
}

function port(): number {
  return portOf(server);
}

function here(): string {
  return `http://127.0.0.1:${port()}/`;
}

function text(read: ReadableStreamReadResult<Uint8Array> | undefined): string {
  return new TextDecoder().decode(read?.value);
}

function certificateOf(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "tupelo-tls-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const settings = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`];
  execFileSync(
    "openssl",
    ["req", "-x509", ...settings, "-addext", `subjectAltName=DNS:${name}`, "-keyout", key, "-out", cert],
    {
      stdio: "ignore",
    },
  );
  const pair = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  return pair;
}
