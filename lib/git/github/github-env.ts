import { readFileSync } from "node:fs";
import { z } from "zod";
import type { GithubCredentials } from "./github-connection.ts";

const PUBLIC_API = "https://api.github.com";
const APP = "GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY (or GITHUB_APP_PRIVATE_KEY_FILE)";
const text = z.string().trim().default("");

/** What the process that calls GitHub is told: a token, or an App's id and private key. An empty value is an unset one. */
export const githubEnv = z.object({
  GITHUB_TOKEN: text,
  GITHUB_APP_ID: text,
  GITHUB_APP_PRIVATE_KEY: text,
  GITHUB_APP_PRIVATE_KEY_FILE: text,
  GITHUB_API_URL: z
    .union([z.literal(""), z.url({ protocol: /^https?$/ })], {
      error: `GITHUB_API_URL is not a URL; leave it out for ${PUBLIC_API}, or set it to something like https://github.example.com/api/v3.`,
    })
    .default(""),
});

export type GithubAccess = { apiUrl: string; credentials: GithubCredentials };

/** toGithubAccess is how GitHub is called; null where it is not set up. Throws where it is set up by half. */
export function toGithubAccess(value: z.output<typeof githubEnv>): GithubAccess | null {
  const apiUrl = (value.GITHUB_API_URL || PUBLIC_API).replace(/\/+$/, "");
  const appId = value.GITHUB_APP_ID;
  const privateKey = value.GITHUB_APP_PRIVATE_KEY || readKey(value.GITHUB_APP_PRIVATE_KEY_FILE);
  if (appId !== "" || privateKey !== "") {
    if (appId === "" || privateKey === "") throw new Error(`Set ${APP} together, or none of them.`);
    if (value.GITHUB_TOKEN !== "") throw new Error(`Set either GITHUB_TOKEN, or ${APP}.`);
    return { apiUrl, credentials: { kind: "app", appId, privateKey } };
  }
  if (value.GITHUB_TOKEN === "") return null;
  return { apiUrl, credentials: { kind: "token", token: value.GITHUB_TOKEN } };
}

function readKey(file: string): string {
  if (file === "") return "";
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new Error("GITHUB_APP_PRIVATE_KEY_FILE names a file that cannot be read.");
  }
}
