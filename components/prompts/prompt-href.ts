/** promptHref is where a prompt, or one version of it, is shown. Names are any Unicode. */
export function promptHref(project: string, name: string, version?: string): string {
  const path = [project, "prompts", name].map(encodeURIComponent).join("/");
  return version === undefined ? `/${path}` : `/${path}?version=${encodeURIComponent(version)}`;
}
