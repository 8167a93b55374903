import { AppError } from "../errors.ts";

/** Git itself and Linux refuse longer ones (PATH_MAX counts its closing NUL). */
const MAX_PATH_BYTES = 4095;
const MAX_SEGMENT_BYTES = 255;
/** Controls, line ends, invisible and direction-changing characters, lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** What Windows, shells and git pathspecs read as something else than a name. */
const RESERVED = /[\\:*?"<>|]/;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;
const GIT_FOLDER = /^(\.git|git~\d+)$/i;

/**
 * checkGitPath refuses paths that must never be written into a repository: absolute, climbing, hidden,
 * `.git`, names that other systems read differently. Throws AppError `bad-path` and names the reason.
 */
export function checkGitPath(path: string): void {
  const reason = pathProblem(path);
  if (reason !== null) throw new AppError("bad-path", `This path cannot be written: ${reason}.`);
}

function pathProblem(path: string): string | null {
  if (path === "") return "it is empty";
  if (byteLength(path) > MAX_PATH_BYTES) return `it is longer than ${MAX_PATH_BYTES} bytes`;
  if (HIDDEN.test(path)) return "it has control or invisible characters";
  if (RESERVED.test(path)) return "it has characters that some systems do not allow in names";
  if (path.startsWith("/")) return "it is absolute";
  for (const segment of path.split("/")) {
    const reason = segmentProblem(segment);
    if (reason !== null) return reason;
  }
  return null;
}

function segmentProblem(segment: string): string | null {
  if (segment === "") return "it has an empty part";
  if (segment === "." || segment === "..") return "it climbs out of its folder";
  if (byteLength(segment) > MAX_SEGMENT_BYTES)
    return `a part of it is longer than ${MAX_SEGMENT_BYTES} bytes`;
  if (GIT_FOLDER.test(segment)) return "it is inside git's own folder";
  if (segment.startsWith("-")) return "a part of it starts with a dash";
  if (/[. ]$/.test(segment) || segment.startsWith(" "))
    return "a part of it starts or ends with a space or a dot";
  if (WINDOWS_DEVICE.test(segment)) return "a part of it is the name of a Windows device";
  return null;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
