import type pg from "pg";
import type { Logger } from "pino";
import type { Database } from "../db/client.ts";
import type { Permission } from "../domain/access/permissions.ts";
import type { Principal } from "../domain/access/principal.ts";
import type { GitHost } from "../git/git-host.ts";
import type { SecretBox } from "./secrets/secret-box.ts";

/** What a use case works with. One is made per request, job or tick; `now` is the clock. */
export type ServiceContext = {
  db: Database;
  /** The pool of the trace tables. */
  traces: pg.Pool;
  principal: Principal;
  now: () => Date;
  requestId: string;
  logger: Logger;
  /** Seals and opens the secrets that have to be kept readable: those that sign what is sent. */
  secretBox: SecretBox;
  /** The git host that holds a project's ops repository. */
  gitHostFor: (project: { gitHost: string; repository: string }) => GitHost;
  /** Set by the HTTP edge when the request carried an Idempotency-Key. */
  idempotency?: IdempotencyRequest;
  /** Told of each permission (or signature) that was checked, so that the edge notices a use case that forgot. */
  onAuthorize?: (permission: Permission) => void;
};

export type IdempotencyRequest = { key: string; operation: string; requestDigest: string; status: number };
