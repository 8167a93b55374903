const MARKER = /^[A-Za-z0-9](?:[A-Za-z0-9:/_.]|-(?!-)){0,99}$/;

/** assertMarker keeps out what would end the HTML comment that a marker stands in. */
export function assertMarker(marker: string): string {
  if (!MARKER.test(marker) || marker.endsWith("-"))
    throw new TypeError(`not a comment's marker: ${JSON.stringify(marker.slice(0, 120))}`);
  return marker;
}
