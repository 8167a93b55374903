import { promptHref } from "@/components/prompts/prompt-href.ts";

/** artifactHref is where an artifact, or one version of it, is shown; prompts have a page of their own. Names are any Unicode. */
export function artifactHref(
  project: string,
  artifact: { kind: string; name: string; version?: string },
): string {
  if (artifact.kind === "prompt") return promptHref(project, artifact.name, artifact.version);
  const path = [project, "artifacts", artifact.kind, artifact.name].map(encodeURIComponent).join("/");
  return artifact.version === undefined
    ? `/${path}`
    : `/${path}?version=${encodeURIComponent(artifact.version)}`;
}
