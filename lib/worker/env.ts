import { z } from "zod";
import { type AllowedHost, parseEgressAllow } from "../domain/egress/egress-allow.ts";
import { type EvalEndpoint, evalEndpointEnv, toEvalEndpoint } from "../evals/runner/eval-endpoint.ts";
import { type GithubAccess, githubEnv, toGithubAccess } from "../git/github/github-env.ts";
import type { MailSettings } from "../notify/send-mail.ts";

const envSchema = z.object({
  DATABASE_URL: z.url({ error: "DATABASE_URL has to be set to the address of the Postgres database." }),
  DATABASE_URL_DIRECT: z.url().optional(),
  OPS_REPO_DIR: z
    .string({ error: "OPS_REPO_DIR has to be set to the folder of the ops repositories." })
    .min(1),
  NEXTAUTH_SECRET: z
    .string({ error: "NEXTAUTH_SECRET has to be set to what the console's is set to." })
    .min(32, "NEXTAUTH_SECRET has to be 32 or more random characters."),
  /** Where Prometheus may read /metrics, on loopback; not served when absent. */
  WORKER_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** Where the ends of the audit chains are kept outside the database; unset or empty: nowhere. */
  AUDIT_CHECKPOINT_FILE: z.string().default(""),
  /** Hosts in private networks, or on other ports, that may be called. */
  EGRESS_ALLOW: z.string().default(""),
  /** The console's public address, which links in news begin with. */
  NEXTAUTH_URL: z
    .url({ error: "NEXTAUTH_URL has to be set to what the console's is set to." })
    .default("http://127.0.0.1:3000"),
  /** The mail server: smtp://user:password@host:port, or smtps://; unset or empty: no e-mail. */
  SMTP_URL: z
    .union([z.literal(""), z.url({ protocol: /^smtps?$/ })], {
      error: "SMTP_URL is not the URL of a mail server; set it to something like smtps://mail.example.com.",
    })
    .default(""),
  /** Who the e-mails are from. */
  SMTP_FROM: z.string().default(""),
  ...evalEndpointEnv.shape,
  ...githubEnv.shape,
});

/** What the worker process reads from its environment, once, at its start. */
export type WorkerEnv = {
  databaseUrl: string;
  directUrl: string;
  opsRepoDir: string;
  /** Opens the secrets that the console sealed. Never logged. */
  authSecret: string;
  metricsPort: number | undefined;
  /** null where no checkpoint file is kept. */
  checkpointFile: string | null;
  egressAllow: readonly AllowedHost[];
  /** Without a slash at the end. */
  publicUrl: string;
  /** null where no mail server is set up. Its URL is never logged. */
  mail: MailSettings | null;
  /** How GitHub is called; null where it is not set up. Never logged. */
  github: GithubAccess | null;
  evalEndpoint: EvalEndpoint | null;
  /** Never logged and never answered. */
  evalEndpointKey: string | null;
};

/** readWorkerEnv throws one sentence per variable that is missing or wrong. */
export function readWorkerEnv(source: Record<string, string | undefined>): WorkerEnv {
  const parsed = envSchema.safeParse(source);
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join(" "));
  const { SMTP_URL, SMTP_FROM } = parsed.data;
  const { DATABASE_URL, DATABASE_URL_DIRECT, OPS_REPO_DIR, WORKER_METRICS_PORT } = parsed.data;
  return {
    databaseUrl: DATABASE_URL,
    directUrl: DATABASE_URL_DIRECT ?? DATABASE_URL,
    opsRepoDir: OPS_REPO_DIR,
    authSecret: parsed.data.NEXTAUTH_SECRET,
    metricsPort: WORKER_METRICS_PORT,
    checkpointFile: parsed.data.AUDIT_CHECKPOINT_FILE || null,
    egressAllow: parseEgressAllow(parsed.data.EGRESS_ALLOW),
    publicUrl: new URL(parsed.data.NEXTAUTH_URL).origin,
    mail: SMTP_URL === "" || SMTP_FROM === "" ? null : { url: SMTP_URL, from: SMTP_FROM },
    github: toGithubAccess(parsed.data),
    evalEndpoint: toEvalEndpoint(parsed.data),
    evalEndpointKey: parsed.data.EVAL_ENDPOINT_KEY,
  };
}
