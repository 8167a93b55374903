import type { Unread } from "../feature-view-spec.ts";
import type { PythonValue } from "./python-value.ts";
import type { Scope } from "./scope.ts";
import type { Token } from "./token.ts";

/** A call that a module makes while it is read; `at` is the token of the name that is called. */
export type MadeCall = { value: Extract<PythonValue, { kind: "call" }>; at: number };

/** What a Python file defines, as far as that can be known without running it. */
export type PythonModule = {
  text: string;
  /** The lines of the text. */
  source: readonly string[];
  tokens: readonly Token[];
  /** What names stand for; at the end, when all is read. */
  scope: Scope;
  made: MadeCall[];
  /** Values that a later line changes, with that line. */
  changed: Map<PythonValue, number>;
  unread: Unread[];
};
