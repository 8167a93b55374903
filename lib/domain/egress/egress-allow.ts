/** One host that may be called although it is not public; without a port, on the default port of the scheme. */
export type AllowedHost = { host: string; port: number | null };

/**
 * parseEgressAllow reads EGRESS_ALLOW: `host[:port]`, separated by commas; IPv6 addresses in brackets.
 * It throws a sentence that names the entry which is neither.
 */
export function parseEgressAllow(text: string): readonly AllowedHost[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map(parseEntry);
}

function parseEntry(entry: string): AllowedHost {
  const url = `http://${entry}/`;
  const isHost = /^(\[[0-9a-fA-F:.]+\]|[^\s/?#@:[\]*\\]+)(:\d{1,5})?$/.test(entry) && URL.canParse(url);
  if (!isHost) {
    throw new Error(
      `EGRESS_ALLOW has "${entry}", which is no host[:port]; write for example mlflow.internal:5000.`,
    );
  }
  const port = /:(\d{1,5})$/.exec(entry.replace(/^\[.*\]/, "v6"))?.[1];
  return { host: plainHost(new URL(url).hostname), port: port === undefined ? null : Number(port) };
}

/** plainHost takes the brackets of an IPv6 address and the closing dot of a full name away. */
export function plainHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

/** portOf is the port that a URL leads to. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "http:" ? 80 : 443;
}

/** isAllowed says whether the configuration names this URL's host and port. */
export function isAllowed(url: URL, allow: readonly AllowedHost[]): boolean {
  const host = plainHost(url.hostname);
  const port = portOf(url);
  return allow.some(
    (entry) =>
      entry.host === host && (entry.port === null ? port === 80 || port === 443 : entry.port === port),
  );
}
