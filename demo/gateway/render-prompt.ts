import { createHash } from "node:crypto";

/** The templates that this gateway has, by reference, e.g. `support@2.8`. */
export type Templates = (ref: string) => string | undefined;

export type RenderedPrompt = {
  ref: string;
  text: string;
  /** Of the template before its variables are filled in: by it the console knows the version. */
  digest: string;
};

const WITHOUT_TEMPLATE = "You are DeployBuddy, the release assistant. Prompt {{prompt}}.";

/** renderPrompt fills the variables of a release's prompt; one that has no value stays as it is, to be seen. */
export function renderPrompt(
  templates: Templates,
  ref: string,
  variables: Readonly<Record<string, string | number>>,
): RenderedPrompt {
  const template = templates(ref) ?? WITHOUT_TEMPLATE;
  const values: Record<string, string | number> = { ...variables, prompt: ref };
  const text = template.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  );
  return { ref, text, digest: `sha256:${createHash("sha256").update(template).digest("hex")}` };
}
