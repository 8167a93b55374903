import { describe, expect, it } from "vitest";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import { createAuthenticator } from "./authenticate.ts";

const key: KeyPrincipal = {
  ...{ kind: "key", id: "key_1", name: "gateway", projectId: "prj_1", environment: null },
  ...{ scopes: ["flags:evaluate"], ownerId: "acc_1" },
};

/** A verifier whose answer and clock the test sets. */
function build() {
  const state: { answer: KeyPrincipal | null | Error | "never"; nowMs: number; asked: number } = {
    ...{ answer: key, nowMs: 0, asked: 0 },
  };
  const verify = async () => {
    state.asked += 1;
    if (state.answer === "never") return new Promise<null>(() => {});
    if (state.answer instanceof Error) throw state.answer;
    return state.answer;
  };
  const authenticate = createAuthenticator(verify, () => new Date(state.nowMs));
  const ask = async (headers: Record<string, string> = { authorization: "Bearer secret" }) =>
    (await authenticate(headers, "flags:evaluate")).outcome;
  return { state, ask, authenticate };
}

describe("createAuthenticator", () => {
  it("asks once for many requests within a second, and again after it", async () => {
    const { state, ask } = build();
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(["allowed", "allowed", "allowed"]);
    state.nowMs = 1_000;
    await ask();
    expect(state.asked).toBe(1);
    state.nowMs = 1_001;
    state.answer = null;
    expect(await ask()).toBe("unauthenticated");
    expect(state.asked).toBe(2);
  });

  it("answers without waiting what it knows for sure, and nothing else", async () => {
    const { state, ask, authenticate } = build();
    const known = (headers = { authorization: "Bearer secret" }) =>
      authenticate.now(headers, "flags:evaluate")?.outcome ?? null;
    expect(known()).toBeNull();
    await ask();
    expect(known()).toBe("allowed");
    expect(authenticate.now({ authorization: "Bearer secret" }, "traces:write")?.outcome).toBe(
      "missing-scope",
    );
    expect(authenticate.now({}, "flags:evaluate")?.outcome).toBe("unauthenticated");
    state.nowMs = 1_001;
    expect(known()).toBeNull();
  });

  it("remembers no refusal", async () => {
    const { state, ask } = build();
    state.answer = null;
    expect(await ask()).toBe("unauthenticated");
    state.answer = key;
    expect(await ask()).toBe("allowed");
  });

  it.each([{ away: new Error("gone") }, { away: "never" as const }])(
    "lets a confirmed key go on while the database is away, for a day, and no other",
    async ({ away }) => {
      const { state, ask } = build();
      await ask();
      state.answer = away;
      state.nowMs = 3_600_000;
      expect(await ask()).toBe("allowed");
      if (away === "never") return;
      expect(await ask({ "x-api-key": "another" })).toBe("unavailable");
      state.nowMs = 25 * 3_600_000;
      expect(await ask()).toBe("unavailable");
    },
  );

  it.each([
    { name: "no header", headers: {}, outcome: "unauthenticated" },
    { name: "another scheme", headers: { authorization: "Basic abc" }, outcome: "unauthenticated" },
    { name: "a secret of 10 KB", headers: { "x-api-key": "x".repeat(10_000) }, outcome: "unauthenticated" },
    { name: "X-API-Key", headers: { "x-api-key": "secret" }, outcome: "allowed" },
  ])("answers $outcome to $name", async ({ headers, outcome }) => {
    const { ask } = build();
    const clean: Record<string, string> = Object.fromEntries(Object.entries(headers));
    expect(await ask(clean)).toBe(outcome);
  });

  it("says which scope is missing", async () => {
    const { authenticate } = build();
    const answer = await authenticate({ authorization: "Bearer secret" }, "traces:write");
    expect(answer.outcome).toBe("missing-scope");
  });
});
