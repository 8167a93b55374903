import { generateKeyPairSync, verify } from "node:crypto";
import { z } from "zod";
import type { GithubState } from "./github-state.ts";
import { type Reply, refusal } from "./route.ts";
import { TEST_TOKEN } from "./test-token.ts";

export const TEST_APP_ID = "4711";
const INSTALLATION = 815;
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** The App's private key, as GitHub gives it out once. */
export const TEST_APP_KEY = keys.privateKey.export({ type: "pkcs1", format: "pem" }).toString();

const claims = z.object({ iss: z.union([z.string(), z.number()]), iat: z.number(), exp: z.number() });

export type AppRoutes = {
  /** Answers what is asked as an App, or about oneself; null where it is neither. */
  answer: (
    method: string,
    path: string,
    headers: Readonly<Record<string, string | undefined>>,
  ) => Reply | null;
  /** Whether a token may see the repository. */
  isAllowed: (authorization: string | undefined) => boolean;
};

/** createAppRoutes plays how credentials are checked: a token, or an App that signs and takes tokens for an hour. */
export function createAppRoutes(state: GithubState): AppRoutes {
  const given = new Set<string>();
  const isAllowed = (authorization = "") => {
    const token = authorization.replace(/^(token|bearer) /i, "");
    return token === TEST_TOKEN || given.has(token);
  };
  const asApp = (authorization: string | undefined, reply: () => Reply): Reply =>
    isSigned(authorization) ? reply() : refusal(401, "A JSON web token could not be decoded");
  return {
    isAllowed,
    answer: (method, path, { authorization }) => {
      switch (`${method} ${path}`) {
        case "GET /user":
          if (!isAllowed(authorization)) return refusal(401, "Bad credentials");
          return { status: 200, body: { id: 1, login: state.login } };
        case "GET /app":
          return asApp(authorization, () => ({ status: 200, body: { id: 1, slug: state.login } }));
        case "GET /installation":
          return asApp(authorization, () => ({ status: 200, body: { id: INSTALLATION } }));
        case `POST /app/installations/${INSTALLATION}/access_tokens`:
          return asApp(authorization, () => {
            const token = `given-${given.size + 1}`;
            given.add(token);
            const expires_at = new Date(Date.now() + 3_600_000).toISOString();
            return { status: 201, body: { token, expires_at, permissions: { contents: "write" } } };
          });
        default:
          return null;
      }
    },
  };
}

function isSigned(authorization = ""): boolean {
  const [header = "", payload = "", signature = ""] = authorization.replace(/^bearer /i, "").split(".");
  const isOurs = verify(
    "RSA-SHA256",
    Buffer.from(`${header}.${payload}`),
    keys.publicKey,
    Buffer.from(signature, "base64url"),
  );
  if (!isOurs) return false;
  const said = claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  const now = Date.now() / 1_000;
  return said.success && `${said.data.iss}` === TEST_APP_ID && said.data.iat <= now && said.data.exp > now;
}
