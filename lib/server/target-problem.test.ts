import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineEndpoint } from "../contracts/endpoint.ts";
import { findTargetProblem } from "./target-problem.ts";

const endpoints = [
  defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/releases",
    operationId: "x",
    summary: "x",
    permission: "release:create",
    params: z.strictObject({ project: z.string() }),
    query: z.strictObject({}),
    body: z.strictObject({}),
    response: z.strictObject({}),
    errors: [],
  }),
];
const code = (method: string, target: string) =>
  findTargetProblem({ method, target }, endpoints)?.error.code ?? null;

describe("findTargetProblem", () => {
  it.each([
    ["row 10: TRACE", "TRACE", "/", "method-not-allowed"],
    ["row 38: an unknown method", "PROPFIND", "/", "method-not-allowed"],
    ["row 10: HEAD on a POST address", "HEAD", "/api/v1/projects/p/releases", "method-not-allowed"],
    ["row 10: OPTIONS on a POST address", "OPTIONS", "/api/v1/projects/p/releases", "method-not-allowed"],
    ["row 64: DELETE on a POST address", "DELETE", "/api/v1/projects/p/releases", "method-not-allowed"],
    ["row 20: GET on a POST address", "GET", "/api/v1/projects/p/releases?x=1", "method-not-allowed"],
    ["row 35: an absolute address", "GET", "http://169.254.169.254/", "bad-request"],
    ["row 9: two slashes", "GET", "//projects/p1", "not-found"],
    ["row 9: a dot segment", "GET", "/a/../b", "not-found"],
    ["row 38: an encoded dot segment", "GET", "/a/%2e%2e/b", "not-found"],
    ["row 38: a doubly encoded dot segment", "GET", "/%252e%252e", "not-found"],
    ["row 9: a backslash", "GET", "/a\\b", "not-found"],
    ["a broken percent sign", "GET", "/a%zz", "bad-request"],
    ["a good page", "GET", "/deploybuddy/releases/f91be2a454", null],
    ["a good call", "POST", "/api/v1/projects/p/releases", null],
    ["an unknown API address is left to its route", "POST", "/api/v1/nothing", null],
  ])("%s", (_name, method, target, expected) => expect(code(method, target)).toBe(expected));

  it("names what an address takes", () => {
    expect(findTargetProblem({ method: "PUT", target: "/api/health" }, endpoints)?.allow).toEqual(["GET"]);
  });
});
