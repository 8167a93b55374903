/**
 * addressesIn finds e-mail addresses in a trailer. Cut first, looked at then: a search for whole addresses takes
 * minutes over a long line without one.
 */
export function addressesIn(trailers: string): string[] {
  return trailers.split(/[\s<>,;]/).filter((part) => /.@./.test(part));
}
