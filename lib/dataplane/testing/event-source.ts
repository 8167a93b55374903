import { type EventReader, readEvents } from "./read-events.ts";

/** As much of a browser's EventSource as OFREP's web client uses, because Node 20 has none. */
export class TestEventSource {
  static readonly opened: string[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  #reader: EventReader | null = null;

  constructor(url: string) {
    TestEventSource.opened.push(url);
    void this.#read(url);
  }

  /** The web client listens by names as well as by properties. */
  addEventListener(name: string, listener: (event: { data: string }) => void): void {
    if (name === "message") this.onmessage = listener;
    if (name === "open") this.onopen = () => listener({ data: "" });
    if (name === "error") this.onerror = () => listener({ data: "" });
  }

  close(): void {
    this.readyState = 2;
    this.#reader?.close();
  }

  async #read(url: string): Promise<void> {
    try {
      this.#reader = await readEvents(url, {});
    } catch {
      this.readyState = 2;
      this.onerror?.();
      return;
    }
    this.readyState = 1;
    this.onopen?.();
    while (this.readyState === 1) this.onmessage?.(await this.#reader.next());
  }
}
