import type { ArtifactProblem } from "../lib/domain/artifacts/artifact-kind.ts";

/** problemLine is a problem as people and editors read it: `path:line severity code message`. */
export function problemLine({ path, line, severity, code, message }: ArtifactProblem): string {
  return oneLine(`${path}${line === null ? "" : `:${line}`} ${severity} ${code} ${message}`);
}

/** githubLine is a problem as a workflow command of GitHub Actions, which shows it at its line of the pull request. */
export function githubLine({ path, line, severity, code, message }: ArtifactProblem): string {
  const at = [`file=${escapeProperty(path)}`, ...(line === null ? [] : [`line=${line}`])].join(",");
  return `::${severity} ${at},title=${escapeProperty(code)}::${escapeData(message)}`;
}

/** A name or message may hold any character; none of them may start a line or a command of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
