export type ToastTone = "good" | "bad" | "neutral";
export type ToastMessage = { id: number; tone: ToastTone; title: string; detail?: string };

let messages: readonly ToastMessage[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly ToastMessage[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

/** toast tells the outcome of an act; bad news stays until it is dismissed. */
export function toast(message: { title: string; detail?: string; tone?: ToastTone }): void {
  publish([...messages, { ...message, tone: message.tone ?? "neutral", id: nextId++ }].slice(-3));
}

export function dismissToast(id: number): void {
  publish(messages.filter((message) => message.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function readToasts(): readonly ToastMessage[] {
  return messages;
}

const NONE: readonly ToastMessage[] = [];

export function readNoToasts(): readonly ToastMessage[] {
  return NONE;
}
