import type { BlockList } from "node:net";
import path from "node:path";
import { z } from "zod";
import { type AllowedHost, parseEgressAllow } from "../domain/egress/egress-allow.ts";
import { type EvalEndpoint, evalEndpointEnv, toEvalEndpoint } from "../evals/runner/eval-endpoint.ts";
import { authEnv, type GithubConfig, type OidcConfig, toGithub, toOidc } from "./auth-env.ts";
import { parseTrustedProxies } from "./peer-address.ts";

const url = (name: string, example: string) =>
  z.url({ error: `${name} is missing or not a URL; set it to something like ${example}.` });

const port = z.coerce.number().int().min(0).max(65_535);

const envSchema = z.object({
  DATABASE_URL: url("DATABASE_URL", "postgres://user@127.0.0.1:5432/tupelo"),
  NEXTAUTH_URL: url("NEXTAUTH_URL", "http://127.0.0.1:3000"),
  NEXTAUTH_SECRET: z
    .string({ error: "NEXTAUTH_SECRET is missing; set it to 32 or more random characters." })
    .min(32, "NEXTAUTH_SECRET is too short; set it to 32 or more random characters."),
  OPS_REPO_DIR: z
    .string({ error: "OPS_REPO_DIR is missing; set it to the folder that holds the bare ops repositories." })
    .min(1, "OPS_REPO_DIR is empty; set it to the folder that holds the bare ops repositories."),
  DATA_DIR: z.string().default(path.resolve(".data")),
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(3000),
  TUPELO_ENV: z
    .enum(["development", "production"], { error: "TUPELO_ENV is either development or production." })
    .default("development"),
  LOG_LEVEL: z.string().default("info"),
  /** Hosts that may be called although they are not public: host[:port], separated by commas. */
  EGRESS_ALLOW: z.string().default(""),
  /** The MLflow server that models are compared with; unset or empty: no comparing. */
  MLFLOW_TRACKING_URI: z
    .union([z.literal(""), z.url({ protocol: /^https?$/ })], {
      error: "MLFLOW_TRACKING_URI is not a URL; set it to something like https://mlflow.example.com.",
    })
    .default(""),
  MLFLOW_TRACKING_TOKEN: z.string().default(""),
  /** Where GitHub's API is, which the worker calls; the console leads people to the pages beside it. */
  GITHUB_API_URL: z.string().trim().default(""),
  /** Addresses or networks of reverse proxies, separated by commas, whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.string().default(""),
  ...authEnv.shape,
  // The console asks nothing itself, so it does not read the endpoint's key.
  ...evalEndpointEnv.omit({ EVAL_ENDPOINT_KEY: true }).shape,
});

/** What the console process is told from outside; read once, at the start. */
export type Env = {
  databaseUrl: string;
  /** The console's own address, without a slash at the end. Links, cookies and the Origin check follow it. */
  publicUrl: string;
  authSecret: string;
  opsRepoDir: string;
  dataDir: string;
  host: string;
  port: number;
  tupeloEnv: "development" | "production";
  /** Whether browsers reach the console over https: then cookies are `Secure` and named `__Host-`. */
  isHttps: boolean;
  /** Whether answers are checked against their declarations: everywhere but in production builds. */
  isChecked: boolean;
  /** What may be called outside of the open Internet. */
  egressAllow: readonly AllowedHost[];
  /** Where the worker runs evals; null where nowhere. */
  evalEndpoint: EvalEndpoint | null;
  /** Identity providers; null where one is not set up. Their addresses are configuration, so they may be private. */
  oidc: OidcConfig | null;
  github: GithubConfig | null;
  /** Empty for github.com. */
  githubApiUrl: string;
  /** The reverse proxies whose X-Forwarded-For is believed. */
  trustedProxies: BlockList;
  /** The MLflow server, or null where none is configured. The token is never shown. */
  mlflow: { trackingUri: string; token: string | null } | null;
};

/** parseEnv reads the environment; it throws with one sentence per variable that is missing or wrong. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = envSchema.safeParse(source);
  if (!result.success) throw new Error(result.error.issues.map((issue) => issue.message).join("\n"));
  const value = result.data;
  const publicUrl = new URL(value.NEXTAUTH_URL);
  return {
    databaseUrl: value.DATABASE_URL,
    publicUrl: publicUrl.origin,
    authSecret: value.NEXTAUTH_SECRET,
    opsRepoDir: value.OPS_REPO_DIR,
    dataDir: value.DATA_DIR,
    host: value.HOST,
    port: value.PORT,
    tupeloEnv: value.TUPELO_ENV,
    isHttps: publicUrl.protocol === "https:",
    isChecked: source.NODE_ENV !== "production",
    egressAllow: parseEgressAllow(value.EGRESS_ALLOW),
    evalEndpoint: toEvalEndpoint(value),
    oidc: toOidc(value),
    github: toGithub(value),
    githubApiUrl: value.GITHUB_API_URL,
    trustedProxies: parseTrustedProxies(value.TRUSTED_PROXIES),
    mlflow:
      value.MLFLOW_TRACKING_URI === ""
        ? null
        : { trackingUri: value.MLFLOW_TRACKING_URI, token: value.MLFLOW_TRACKING_TOKEN || null },
  };
}
