import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import { checkFloating } from "../releases/check-floating.ts";
import type { Prompt, PromptPin } from "./prompt.ts";

/** lintReferences finds what a manifest leans on without fixing it: floating references, pins without a hash, no guardrail. */
export function lintReferences(prompt: Prompt): ArtifactProblem[] {
  if (prompt.form === "template") return [];
  return [...guardrail(prompt), ...model(prompt), ...pins(prompt, "fewShot"), ...pins(prompt, "tools")];
}

/** splitReference reads `name@version`; a reference without a version has an empty one. */
export function splitReference(ref: string): { name: string; version: string } {
  const at = ref.lastIndexOf("@");
  return at < 1 ? { name: ref, version: "" } : { name: ref.slice(0, at), version: ref.slice(at + 1) };
}

function guardrail(prompt: Prompt): ArtifactProblem[] {
  const path = prompt.manifestPath ?? "";
  if (prompt.guardrailPolicy === null) {
    const message =
      "The manifest names no guardrail policy: add guardrailPolicy, such as support-safety@1.4.";
    return [{ path, line: null, severity: "warning", code: "missing_guardrail", message }];
  }
  const { ref, line } = prompt.guardrailPolicy;
  return floating(path, line, "guardrail_policy", ref);
}

function model(prompt: Prompt): ArtifactProblem[] {
  if (prompt.model === null) return [];
  const { name, line } = prompt.model;
  const isReference = name.includes("@");
  const sentence = isReference
    ? checkFloating({ kind: "model", ...splitReference(name) })
    : // A bare name has no version of its own: only hosted models without a date are refused.
      checkFloating({ kind: "model", name, version: "1" });
  return sentence === null ? [] : [problem(prompt.manifestPath ?? "", line, sentence)];
}

function pins(prompt: Prompt, key: "fewShot" | "tools"): ArtifactProblem[] {
  const path = prompt.manifestPath ?? "";
  const what = key === "fewShot" ? "few-shot examples" : "tool schema";
  return (prompt[key] ?? []).flatMap((pin): ArtifactProblem[] => {
    const found =
      pin.ref === null ? [] : floating(path, pin.line, key === "tools" ? "tool_schema" : "few-shot", pin.ref);
    if (pin.sha256 !== null) return found;
    const message = `The ${what} ${nameOf(pin)} has no sha256 (64 hex digits): without it, another file may stand there tomorrow.`;
    // Where the manifest promises completeness, the missing part says so as an error.
    return [...found, { path, line: pin.line, severity: "warning", code: "unpinned_reference", message }];
  });
}

function nameOf(pin: PromptPin): string {
  return pin.ref ?? pin.path ?? "without a name";
}

function floating(path: string, line: number | null, kind: string, ref: string): ArtifactProblem[] {
  const sentence = checkFloating({ kind, ...splitReference(ref) });
  return sentence === null ? [] : [problem(path, line, sentence)];
}

function problem(path: string, line: number | null, message: string): ArtifactProblem {
  return { path, line, severity: "error", code: "floating_reference", message };
}
