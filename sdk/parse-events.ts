/** A server-sent event, as far as it is used here. */
export type ServerEvent = { id: string | null; data: string };

/** Longer lines are no events of ours; memory stays bounded whatever is sent. */
const MAX_BUFFER = 64 * 1024;

/**
 * createEventParser reads `text/event-stream` in pieces of any size. Comments (heartbeats) make no event. Throws when
 * an event is longer than 64 KiB.
 */
export function createEventParser(onEvent: (event: ServerEvent) => void): (text: string) => void {
  let rest = "";
  let id: string | null = null;
  let data: string[] = [];
  let dataLength = 0;
  const readLine = (line: string) => {
    if (line === "") {
      if (data.length > 0) onEvent({ id, data: data.join("\n") });
      data = [];
      dataLength = 0;
      return;
    }
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      data.push(value);
      dataLength += value.length;
    }
    if (field === "id" && !value.includes("\0")) id = value;
  };
  return (text) => {
    rest += text;
    let end = rest.search(/\r\n|\n|\r(?!$)/);
    while (end !== -1) {
      readLine(rest.slice(0, end));
      rest = rest.slice(end + (rest.startsWith("\r\n", end) ? 2 : 1));
      end = rest.search(/\r\n|\n|\r(?!$)/);
    }
    if (rest.length + dataLength > MAX_BUFFER) throw new Error("a server-sent event is too long");
  };
}
