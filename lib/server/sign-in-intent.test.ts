import { describe, expect, it } from "vitest";
import { newSessionCookie } from "./session-cookie.ts";
import { readIntent, type SignInIntent, writeIntent } from "./sign-in-intent.ts";
import { testRuntime } from "./testing/test-runtime.ts";

const { env } = testRuntime({ now: new Date() });
const HTTPS = { ...env, isHttps: true };
const INTENT: SignInIntent = { kind: "step-up", next: "/account", sessionId: "s".repeat(64) };
const cookieOf = (header: string) => header.split(";")[0] ?? "";

describe("why somebody went to an identity provider", () => {
  it("comes back with the state of that way alone", async () => {
    const cookie = cookieOf(await writeIntent(INTENT, "state-1", env));
    expect(await readIntent(`other=1; ${cookie}`, "state-1", env)).toEqual(INTENT);
    expect(await readIntent(cookie, "state-2", env)).toBeNull();
    expect(await readIntent(cookie, "", env)).toBeNull();
  });

  it("cannot be read or made without the console's secret", async () => {
    const cookie = cookieOf(await writeIntent(INTENT, "state-1", env));
    expect(cookie).not.toContain("account");
    const stranger = { ...env, authSecret: "another secret of at least 32 characters" };
    expect(await readIntent(cookie, "state-1", stranger)).toBeNull();
    expect(await readIntent("tupelo.intent=nonsense", "state-1", env)).toBeNull();
    expect(await readIntent(null, "state-1", env)).toBeNull();
  });
});

describe("cookies where the console is reached over https", () => {
  it("are bound to this host, and kept from scripts and from plain http", async () => {
    const cookies = [await writeIntent(INTENT, "state-1", HTTPS), await newSessionCookie("secret", HTTPS)];
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-tupelo\.(intent|session)=/);
      expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
      expect(cookie).not.toContain("Domain");
    }
  });
});
