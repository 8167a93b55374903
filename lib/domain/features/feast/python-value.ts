/** A value that is known without running Python. Values are shared by reference, as Python's objects are. */
export type PythonValue = { line: number } & (
  | { kind: "text"; value: string }
  | { kind: "number"; value: number }
  | { kind: "constant"; value: boolean | null }
  | { kind: "duration"; seconds: number }
  | { kind: "list"; items: readonly PythonValue[] }
  | { kind: "dict"; entries: readonly { key: PythonValue; value: PythonValue }[] }
  /** Something of another module: `feast.types.Int64`. */
  | { kind: "name"; path: string }
  | { kind: "call"; call: PythonCall }
  | { kind: "function"; definition: PythonFunction }
  /** What only a running program knows; `why` ends a sentence that begins with what it is. */
  | { kind: "unread"; why: string }
);

/** A call of something of another module, as `feast.FeatureView(name="a")`. */
export type PythonCall = {
  line: number;
  /** The full path of what is called, and its last name. */
  path: string;
  className: string;
  args: readonly PythonValue[];
  named: ReadonlyMap<string, PythonValue>;
  /** Arguments that come from `*` or `**`, which may be any. */
  spreads: readonly PythonValue[];
  /** The function that the call decorates. */
  decorates: PythonFunction | null;
};

export type PythonFunction = {
  name: string;
  line: number;
  /** From `def` on, in the form that a fingerprint takes. */
  body: string;
  /** Names that the body uses; some may be defined elsewhere in the file. */
  uses: ReadonlySet<string>;
};

/** unreadValue is a value that is known to be unknown. */
export function unreadValue(line: number, why: string): PythonValue {
  return { kind: "unread", line, why };
}

/** whyUnread ends the sentence about a value that was expected to be `expected`, as `a text`. */
export function whyUnread(value: PythonValue, expected: string): string {
  if (value.kind === "unread") return value.why;
  if (value.kind === "name") {
    const at = value.path.lastIndexOf(".");
    return at > 0 && !value.path.startsWith("feast.")
      ? `\`${value.path.slice(at + 1)}\` comes from \`${value.path.slice(0, at)}\`, which is another file`
      : `\`${value.path}\` is not ${expected}`;
  }
  if (value.kind === "call") return `it is what \`${value.call.path}\` returns`;
  return `it is not ${expected}`;
}
