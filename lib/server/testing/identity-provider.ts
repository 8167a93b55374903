import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export const CLIENT = { id: "tupelo", secret: "the secret that the console and the provider share" };

/** What the provider says of somebody. */
export type Someone = {
  email: string;
  email_verified: boolean;
  name: string;
  groups?: string[];
};

export type IdentityProvider = {
  issuer: string;
  people: Record<string, Someone>;
  /** Who signs in next, and when that is said to have been. */
  next: { subject: string; signedInAt: Date | null };
  /** Refuse connections to the token endpoint with a server error, or everything. */
  outage: "none" | "token" | "all";
  /** Paths with their methods, in order. */
  seen: string[];
  stop: () => Promise<void>;
  start: () => Promise<void>;
};

/** startIdentityProvider runs a real OpenID provider on this machine, on a free port unless told; `next` signs in. */
export async function startIdentityProvider(redirectUri: string, askedPort = 0): Promise<IdentityProvider> {
  let server: Server | null = null;
  let port = askedPort;
  const listen = async (listener: (request: IncomingMessage, response: ServerResponse) => void) => {
    const made = createServer(listener);
    await new Promise<void>((resolve) => made.listen(port, "127.0.0.1", resolve));
    port = (made.address() as AddressInfo).port;
    server = made;
  };
  const stop = async () => {
    const running = server;
    server = null;
    running?.closeAllConnections();
    await new Promise<void>((resolve) => (running === null ? resolve() : running.close(() => resolve())));
  };
  await listen(() => undefined);
  await stop();
  const idp: IdentityProvider = {
    ...{ issuer: `http://127.0.0.1:${port}`, people: {}, seen: [], outage: "none", stop },
    next: { subject: "", signedInAt: null },
    start: () => listen((request, response) => void answer(idp, provider, request, response)),
  };
  const provider = new Provider(idp.issuer, configurationOf(idp, redirectUri));
  await idp.start();
  return idp;
}

function configurationOf(idp: IdentityProvider, redirectUri: string): object {
  return {
    clients: [
      {
        ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] },
        ...{ grant_types: ["authorization_code"], response_types: ["code"] },
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name"],
      groups: ["groups"],
    },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ["a key of the tests"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...idp.people[id] }),
    }),
  };
}

async function answer(
  idp: IdentityProvider,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  idp.seen.push(`${request.method} ${path}`);
  if (idp.outage === "all" || (idp.outage === "token" && path === "/token")) {
    response.writeHead(503).end();
    return;
  }
  if (path.startsWith("/interaction/")) await signInOrConsent(idp, provider, request, response);
  else await provider.callback()(request, response);
}

/** Signs in whom the test chose, and agrees to what the console asks for. */
async function signInOrConsent(
  idp: IdentityProvider,
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    const { subject, signedInAt } = idp.next;
    const ts = signedInAt === null ? {} : { ts: Math.floor(signedInAt.getTime() / 1000) };
    await provider.interactionFinished(request, response, { login: { accountId: subject, ...ts } });
    return;
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? "", clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}
