import type { Notify } from "../../notify/notify.ts";

/** What tells people, the console's public URL that links begin with, and chance in [0, 1) for the waits. */
export type NotifyDeps = { notify: Notify; publicUrl: string; random: () => number };
