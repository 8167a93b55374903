import { App, Octokit } from "octokit";
import type { RepositoryAddress } from "../../domain/gitops/parse-repository-address.ts";
import { type GithubClock, SYSTEM_CLOCK } from "./github-clock.ts";
import { createLane, type Lane } from "./lane.ts";
import { createLimitGate, type LimitGate } from "./limit-gate.ts";

export type GithubCredentials =
  | { kind: "token"; token: string }
  | { kind: "app"; appId: string; privateKey: string };

export type GithubSettings = {
  /** `https://api.github.com`, or the address of a server of one's own; without a slash at the end. */
  apiUrl: string;
  credentials: GithubCredentials;
  /** What every call goes through: the guarded one, which refuses private addresses and plain http. */
  fetch: typeof globalThis.fetch;
  clock?: GithubClock;
  /** For one request, its answer included. */
  timeoutMs?: number;
};

/** What all repositories behind the same credentials share: GitHub counts requests by credentials. */
export type GithubConnection = {
  /** A client that may act in a repository. An App's installation is looked up at the first call. */
  octokitOf: (address: RepositoryAddress) => Promise<Octokit>;
  /** Asks for the installation anew: it may have been taken away and given back. */
  forget: (address: RepositoryAddress) => void;
  /** The name our comments stand under; null where GitHub does not tell the credentials. */
  ownLogin: (octokit: Octokit) => Promise<string | null>;
  gate: LimitGate;
  reading: Lane;
  /** GitHub asks for one change at a time. */
  writing: Lane;
  clock: GithubClock;
  timeoutMs: number;
  isApp: boolean;
};

const TIMEOUT_MS = 20_000;
const READS_AT_ONCE = 8;
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** connectGithub makes what the hosts of all repositories share. It calls nobody. */
export function connectGithub(settings: GithubSettings): GithubConnection {
  const { clock = SYSTEM_CLOCK, timeoutMs = TIMEOUT_MS } = settings;
  const makeOctokit = octokitMaker(settings, timeoutMs);
  const octokits = new Map<string, Promise<Octokit>>();
  let login: Promise<string | null> | null = null;
  return {
    octokitOf: (address) => {
      const key = keyOf(address);
      const octokit = octokits.get(key) ?? makeOctokit.forRepository(address);
      octokits.set(key, octokit);
      octokit.catch(() => octokits.delete(key));
      return octokit;
    },
    forget: (address) => octokits.delete(keyOf(address)),
    ownLogin: (octokit) => {
      login ??= makeOctokit.ownLogin(octokit).catch(() => {
        login = null;
        return null;
      });
      return login;
    },
    gate: createLimitGate(clock),
    reading: createLane(READS_AT_ONCE),
    writing: createLane(1),
    clock,
    timeoutMs,
    isApp: settings.credentials.kind === "app",
  };
}

const keyOf = ({ owner, name }: RepositoryAddress) => `${owner}/${name}`.toLowerCase();

type OctokitMaker = {
  forRepository: (address: RepositoryAddress) => Promise<Octokit>;
  ownLogin: (octokit: Octokit) => Promise<string | null>;
};

/** Octokit's own retries and waits are off: what GitHub asks for is told to the caller, who plans the next try. */
function octokitMaker({ apiUrl, credentials, fetch }: GithubSettings, timeoutMs: number): OctokitMaker {
  const timed: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeoutMs) });
  const Configured = Octokit.defaults({
    baseUrl: apiUrl,
    userAgent: "tupelo",
    log: SILENT,
    retry: { enabled: false },
    throttle: { enabled: false },
    request: { fetch: timed },
  });
  switch (credentials.kind) {
    case "token": {
      const octokit = new Configured({ auth: credentials.token });
      return {
        forRepository: async () => octokit,
        ownLogin: async () => (await octokit.request("GET /user")).data.login,
      };
    }
    case "app":
      return appOctokits(Configured, credentials);
  }
}

function appOctokits(
  Configured: typeof Octokit,
  { appId, privateKey }: { appId: string; privateKey: string },
): OctokitMaker {
  const app = new App({ appId, privateKey, Octokit: Configured });
  return {
    forRepository: async ({ owner, name }) => {
      const { data } = await app.octokit.request("GET /repos/{owner}/{repo}/installation", {
        owner,
        repo: name,
      });
      return app.getInstallationOctokit(data.id);
    },
    ownLogin: async () => {
      const { data } = await app.octokit.request("GET /app");
      return typeof data?.slug === "string" ? `${data.slug}[bot]` : null;
    },
  };
}
