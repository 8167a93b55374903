import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Email = { email: string; primary: boolean; verified: boolean };
export type GithubOauthServer = {
  url: string;
  user: { id: number; login: string; name: string | null };
  emails: Email[];
  /** What was refused, in words. */
  refused: string[];
  close: () => Promise<void>;
};

const CODE = "a code";
const TOKEN = "gho_a_token_of_the_tests";

/** startGithubOauthServer plays the part of GitHub's OAuth web flow and API that the console uses, PKCE included. */
export async function startGithubOauthServer(client: {
  id: string;
  secret: string;
}): Promise<GithubOauthServer> {
  const world: Omit<GithubOauthServer, "url" | "close"> = {
    user: { id: 1, login: "octocat", name: null },
    ...{ emails: [], refused: [] },
  };
  let challenge = "";
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const reply = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (url.pathname === "/login/oauth/authorize") {
      challenge = url.searchParams.get("code_challenge") ?? "";
      const back = new URL(url.searchParams.get("redirect_uri") ?? "");
      back.search = new URLSearchParams({
        code: CODE,
        state: url.searchParams.get("state") ?? "",
      }).toString();
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    if (url.pathname === "/login/oauth/access_token") {
      const form = new URLSearchParams(await readText(request));
      const verifier = form.get("code_verifier") ?? "";
      const isProven = createHash("sha256").update(verifier).digest("base64url") === challenge;
      if (!isProven || form.get("code") !== CODE || !isClient(request, form, client)) {
        world.refused.push("a token");
        return reply(200, { error: "bad_verification_code" });
      }
      return reply(200, { access_token: TOKEN, token_type: "bearer", scope: "read:user,user:email" });
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      world.refused.push(url.pathname);
      return reply(401, { message: "Bad credentials" });
    }
    if (url.pathname === "/api/v3/user") return reply(200, world.user);
    if (url.pathname === "/api/v3/user/emails") return reply(200, world.emails);
    reply(404, { message: "Not Found" });
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return Object.assign(world, { url: `http://127.0.0.1:${port}`, close });
}

function isClient(request: IncomingMessage, form: URLSearchParams, client: { id: string; secret: string }) {
  const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
  const isInForm = form.get("client_id") === client.id && form.get("client_secret") === client.secret;
  return isInForm || request.headers.authorization === basic;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
