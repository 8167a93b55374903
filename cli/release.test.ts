import { describe, expect, it } from "vitest";
import { askForBlockers } from "./release.ts";

const options = { environment: "production", project: "deploybuddy", url: "http://console.example" };
const answering = (status: number, body: unknown) => async () => Response.json(body, { status });
const ask = (status: number, body: unknown) =>
  askForBlockers("f91be2a454", options, "key", answering(status, body));
const blocker = { code: "gate_failed", sentence: "token increase 27.4% > 15%" };

describe("release blockers", () => {
  it("lists what stands in the way and exits 1", async () => {
    expect(await ask(200, { environment: "production", blockers: [blocker] })).toEqual({
      exitCode: 1,
      lines: ["gate_failed token increase 27.4% > 15%"],
    });
  });

  it("exits 0 where nothing does", async () => {
    expect((await ask(200, { environment: "production", blockers: [] })).exitCode).toBe(0);
  });

  it.each([
    { name: "a refused key", answer: () => ask(401, { detail: "Sign in." }), says: "401: Sign in." },
    { name: "no console", answer: () => ask(200, "hello"), says: "is this a console" },
    { name: "a wrong id", answer: () => askForBlockers("x", options, "key"), says: "10 hex digits" },
    { name: "no key", answer: () => askForBlockers("f91be2a454", options, ""), says: "TUPELO_KEY" },
    {
      name: "no answer",
      answer: () => askForBlockers("f91be2a454", options, "key", () => Promise.reject(new Error("refused"))),
      says: "cannot be reached",
    },
  ])("exits 2 on $name", async ({ answer, says }) => {
    const { exitCode, lines } = await answer();
    expect(exitCode).toBe(2);
    expect(lines.join()).toContain(says);
  });
});
