import net from "node:net";

/** A way to a database that a test can cut and mend, and that leads to another server when the old one is gone. */
export type BreakableProxy = {
  url: string;
  cut: () => Promise<void>;
  mend: () => Promise<void>;
  leadTo: (databaseUrl: string) => void;
};

/** startBreakableProxy forwards a port of its own to the server of a Postgres URL. */
export async function startBreakableProxy(databaseUrl: string): Promise<BreakableProxy> {
  let target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  const track = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  };
  const server = net.createServer((inbound) => {
    const outbound = net.connect(Number(target.port || 5432), target.hostname);
    track(inbound);
    track(outbound);
    inbound.pipe(outbound).pipe(inbound);
    // A server that is killed resets its connections, and a pipe hands on an end, not a reset.
    outbound.on("close", () => inbound.destroy());
    inbound.on("close", () => outbound.destroy());
  });
  const open = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await open(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy does not listen");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(address.port);
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  const leadTo = (otherUrl: string) => {
    target = new URL(otherUrl);
  };
  return { url: url.toString(), cut, mend: () => open(address.port), leadTo };
}
