import { randomBytes } from "node:crypto";
import { verify } from "@octokit/webhooks-methods";
import { liveSecrets } from "../../domain/hooks/hook-secrets.ts";
import type { ServiceContext } from "../context.ts";

/** What GitHub sends; an upper-case or a SHA-1 signature is another text, and is refused unread. */
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;
/** Compared with where a project has no secret or does not exist, so that both take the same time. */
const NOBODYS_SECRET = randomBytes(32).toString("hex");

type SignedHook = {
  project: { webhookSecretsSealed: string[]; webhookRotatedAt: Date | null } | null;
  bytes: Uint8Array;
  signature: string | null;
};

/**
 * checkHookSignature says whether a body was signed with one of the project's live secrets, over the bytes as they
 * came and in constant time. The edge is told that somebody looked.
 */
export async function checkHookSignature(ctx: ServiceContext, hook: SignedHook): Promise<boolean> {
  ctx.onAuthorize?.("signature");
  const { project, signature } = hook;
  const text = decodeExactly(hook.bytes);
  if (text === null || text === "" || signature === null || !SIGNATURE.test(signature)) return false;
  const secrets = project === null ? [] : openSecrets(ctx, project);
  let isSigned = false;
  for (const secret of secrets.length === 0 ? [NOBODYS_SECRET] : secrets) {
    const isMatch = await verify(secret, text, signature);
    isSigned = isSigned || isMatch;
  }
  return isSigned && secrets.length > 0;
}

/** A secret that was sealed under another server secret opens nothing: the webhook needs a new one. */
function openSecrets(ctx: ServiceContext, project: NonNullable<SignedHook["project"]>): string[] {
  const { webhookSecretsSealed: secrets, webhookRotatedAt: rotatedAt } = project;
  return liveSecrets({ secrets, rotatedAt }, ctx.now()).flatMap((sealed) => {
    try {
      return [ctx.secretBox.open(sealed)];
    } catch (error) {
      ctx.logger.warn({ err: error }, "a webhook's secret cannot be opened");
      return [];
    }
  });
}

/** The text whose UTF-8 is exactly these bytes; null where there is none. A lossy reading would sign other bytes too. */
function decodeExactly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
