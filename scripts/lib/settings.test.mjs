import { describe, expect, test } from "vitest";
import { isLoopback, readSettings } from "./settings.mjs";

const SECRET = "0123456789abcdef0123456789abcdef";

describe("readSettings", () => {
  test("without any variable everything listens on this machine alone, with the demo", () => {
    const settings = readSettings({}, "/opt/tupelo");
    expect(settings).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      dataPlanePort: 4318,
      hasDemo: true,
      isExposed: false,
    });
    expect(settings).toMatchObject({
      dataFolder: "/opt/tupelo/.data",
      url: "http://127.0.0.1:3000",
      databaseUrl: null,
    });
  });

  test("empty variables count as absent", () => {
    expect(readSettings({ PORT: "", DATABASE_URL: " ", DATA_DIR: "" }, "/opt/tupelo").port).toBe(3000);
  });

  test.each([
    ["a port that is not a number", { PORT: "http" }, /PORT is "http"/],
    ["a port out of range", { DATA_PLANE_PORT: "65536" }, /DATA_PLANE_PORT is "65536"/],
    ["the same port twice", { PORT: "4318" }, /are the same/],
    [
      "a database that is not Postgres",
      { DATABASE_URL: "mysql://localhost/x" },
      /DATABASE_URL is not the address/,
    ],
    [
      "a direct address without the other",
      { DATABASE_URL_DIRECT: "postgres://localhost/x" },
      /set both, or neither/,
    ],
    ["the demo where others can reach it", { HOST: "0.0.0.0", NEXTAUTH_SECRET: SECRET }, /TUPELO_DEMO=0/],
    ["the demo in production", { TUPELO_ENV: "production", NEXTAUTH_SECRET: SECRET }, /TUPELO_DEMO=0/],
    [
      "an open data plane with the demo",
      { DATA_PLANE_HOST: "10.0.0.5", NEXTAUTH_SECRET: SECRET },
      /TUPELO_DEMO=0/,
    ],
    [
      "no secret where others can reach it",
      { HOST: "0.0.0.0", TUPELO_DEMO: "0" },
      /NEXTAUTH_SECRET is required/,
    ],
  ])("refuses %s in one sentence", (_name, env, sentence) => {
    expect(() => readSettings(env, "/opt/tupelo")).toThrow(sentence);
  });

  test("an open installation with its own secret and without the demo is accepted", () => {
    const env = {
      HOST: "0.0.0.0",
      TUPELO_DEMO: "0",
      NEXTAUTH_SECRET: SECRET,
      NEXTAUTH_URL: "https://tupelo.example.com",
    };
    expect(readSettings(env, "/opt/tupelo")).toMatchObject({
      isExposed: true,
      url: "https://tupelo.example.com",
    });
  });

  test.each([
    ["127.0.0.1", true],
    ["127.8.9.1", true],
    ["::1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["::", false],
    ["192.168.1.4", false],
    ["localhost.example.com", false],
  ])("%s is loopback: %s", (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
