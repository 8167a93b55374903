import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { KeyPrincipal } from "../domain/access/principal.ts";
import { fromBase64Url, hmacSha256, isSameBytes } from "../domain/digest.ts";
import type { View } from "./gateway-snapshots.ts";

const HOUR_MS = 3_600_000;

/** Who may listen by a ticket, and until when. */
export type Ticket = { keyId: string; view: View; expiresAtMs: number };

export type StreamTickets = {
  /** The same text for the same key within an hour, so that a client does not connect anew at each answer. */
  issue: (key: KeyPrincipal) => string;
  /** Null where it was not issued here, was changed, or is over. */
  read: (ticket: string) => Ticket | null;
};

const payloadSchema = z.tuple([z.string(), z.string(), z.string().nullable(), z.number()]);

/**
 * createStreamTickets makes addresses for clients that cannot send a key: a browser's EventSource has no headers. A
 * ticket opens the stream, which carries ids only, for one to two hours. Without the installation's secret, one of this
 * process alone signs them.
 */
export function createStreamTickets(serverSecret: string | null, now: () => Date): StreamTickets {
  const secret =
    serverSecret === null
      ? randomBytes(32)
      : hmacSha256(new TextEncoder().encode(serverSecret), "tupelo stream ticket v1");
  const issued = new Map<string, { hour: number; ticket: string }>();
  const sign = (body: string) => Buffer.from(hmacSha256(secret, body)).toString("base64url");
  return {
    issue: ({ id, projectId, environment }) => {
      const hour = Math.floor(now().getTime() / HOUR_MS);
      const known = issued.get(id);
      if (known?.hour === hour) return known.ticket;
      const payload = JSON.stringify([id, projectId, environment, (hour + 2) * HOUR_MS]);
      const body = Buffer.from(payload).toString("base64url");
      const ticket = `${body}.${sign(body)}`;
      if (issued.size > 10_000) issued.clear();
      issued.set(id, { hour, ticket });
      return ticket;
    },
    read: (ticket) => {
      const [body = "", signature = ""] = ticket.split(".");
      if (!isSameBytes(hmacSha256(secret, body), fromBase64Url(signature))) return null;
      const parsed = payloadSchema.safeParse(JSON.parse(new TextDecoder().decode(fromBase64Url(body))));
      if (!parsed.success) return null;
      const [keyId, projectId, environment, expiresAtMs] = parsed.data;
      return expiresAtMs > now().getTime() ? { keyId, view: { projectId, environment }, expiresAtMs } : null;
    },
  };
}
