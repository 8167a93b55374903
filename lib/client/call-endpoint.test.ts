import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { defineEndpoint } from "../contracts/endpoint.ts";
import { callEndpoint } from "./call-endpoint.ts";

const make = defineEndpoint({
  method: "POST",
  path: "/api/v1/projects/{project}/things",
  operationId: "makeThing",
  summary: "A sample",
  permission: "release:create",
  params: z.strictObject({ project: z.string() }),
  query: z.strictObject({ dry: z.string().optional() }),
  body: z.strictObject({ name: z.string() }),
  response: z.strictObject({ id: z.string() }),
  idempotency: "required",
  errors: [],
});
const call = () =>
  callEndpoint(make, { params: { project: "a/b c" }, query: { dry: "1" }, body: { name: "x" } });

function answer(status: number, body: unknown) {
  const fetchFake = vi.fn<typeof fetch>(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", fetchFake);
  return fetchFake;
}

afterEach(() => vi.unstubAllGlobals());

describe("callEndpoint", () => {
  it("writes the address, the body and a fresh Idempotency-Key", async () => {
    const fetchFake = answer(201, { id: "1" });
    await expect(call()).resolves.toEqual({ id: "1" });
    await call();
    const [first, second] = fetchFake.mock.calls;
    expect(first?.[0]).toBe("/api/v1/projects/a%2Fb%20c/things?dry=1");
    expect(first?.[1]?.body).toBe('{"name":"x"}');
    const keys = [first, second].map((given) => new Headers(given?.[1]?.headers).get("idempotency-key"));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it("throws a refusal as the problem it is", async () => {
    const errors = [{ pointer: "/name", message: "Taken." }];
    const problem = {
      type: "/problems/invalid",
      title: "t",
      status: 422,
      detail: "d",
      instance: "/",
      code: "invalid",
      requestId: "req_1",
      errors,
    };
    answer(422, problem);
    await expect(call()).rejects.toMatchObject({
      code: "invalid",
      detail: "d",
      requestId: "req_1",
      errors,
      params: {},
    });
  });

  it("does not believe an answer of another shape", async () => {
    answer(200, { id: 1 });
    await expect(call()).rejects.toMatchObject({ code: "internal" });
    answer(502, "<html>");
    await expect(call()).rejects.toMatchObject({ code: "internal", status: 502 });
  });

  it("says when no server was reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    await expect(call()).rejects.toMatchObject({ code: "unavailable", status: 0 });
  });
});
