/**
 * The address of the connection itself, written by lib/server/main.ts over whatever a client sent under this name.
 * X-Forwarded-For and its like are not trusted: anybody can write them.
 */
export const PEER_HEADER = "x-tupelo-peer";

/** peerAddress returns the network address of who is connected; null where it is not known. */
export function peerAddress(request: Request): string | null {
  return request.headers.get(PEER_HEADER);
}
