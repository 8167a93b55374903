/** artifactHref is where an artifact, or one version of it, is shown. Names are any Unicode. */
export function artifactHref(
  project: string,
  artifact: { kind: string; name: string; version?: string },
): string {
  const path = [project, "artifacts", artifact.kind, artifact.name].map(encodeURIComponent).join("/");
  return artifact.version === undefined
    ? `/${path}`
    : `/${path}?version=${encodeURIComponent(artifact.version)}`;
}
