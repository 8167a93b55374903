/** What a path says about its artifact; absent where the glob does not have the placeholder. */
export type PathCaptures = { name?: string; version?: string; app?: string };

const TOKEN = /\{(name|version|app|project)\}|\*\*|\*/g;
/** Longer ones cannot be checked out anywhere, and would make matching slow. */
const MAX_SEGMENT_LENGTH = 255;
const CHARACTERS = { name: "[^/]+", version: "[^/@]+", app: "[^/]+", any: "[^/]*" } as const;

export type PathMatcher = (path: string) => PathCaptures | null;

/**
 * globProblem says in one sentence why a glob cannot be used; null when it can. Globs know `{name}`, `{version}`,
 * `{app}`, `{project}`, `*` (within a folder name) and `**` (any folders).
 */
export function globProblem(glob: string): string | null {
  if (glob === "" || glob.length > 500) return "write a path of 1 to 500 characters";
  if (glob.startsWith("/") || glob.endsWith("/")) return "start and end with a name, not with /";
  const segments = glob.split("/");
  if (segments.some((segment) => ["", ".", ".."].includes(segment))) return "do not use empty parts, . or ..";
  if (segments.filter((segment) => segment === "**").length > 1) return "use ** at most once";
  if (segments.some((segment) => segment !== "**" && segment.includes("**"))) return "** has to stand alone";
  if (segments.some((segment) => (segment.match(TOKEN) ?? []).length > 2))
    return "use at most 2 placeholders in a part";
  if (/(\}|\*)(\{|\*(?!\*))/.test(glob.replaceAll("**", ""))) return "put something between two placeholders";
  if (/[{}]/.test(glob.replace(TOKEN, "")))
    return "the only placeholders are {name}, {version}, {app}, {project}";
  return null;
}

/** createMatcher compiles a glob for one project; a placeholder that is repeated has to read the same each time. */
export function createMatcher(glob: string, projectSlug: string): PathMatcher {
  const captured = new Set<string>();
  const parts = glob.split("/").map((segment) => segmentPattern(segment, projectSlug, captured));
  const source = parts.map((part, index) =>
    part === null ? "" : part + (index < parts.length - 1 ? "/" : ""),
  );
  const pattern = new RegExp(
    `^${source.map((part, i) => (parts[i] === null ? "(?:[^/]+/)*" : part)).join("")}$`,
    "su",
  );
  return (path) => {
    if (path.split("/").some((segment) => segment.length > MAX_SEGMENT_LENGTH)) return null;
    const groups = pattern.exec(path)?.groups;
    if (groups === undefined) return pattern.test(path) ? {} : null;
    return { ...groups };
  };
}

/** The pattern of one part of a path; null for `**`. */
function segmentPattern(segment: string, projectSlug: string, captured: Set<string>): string | null {
  if (segment === "**") return null;
  let pattern = "";
  let position = 0;
  for (const match of segment.matchAll(TOKEN)) {
    pattern +=
      escapeLiteral(segment.slice(position, match.index)) + tokenPattern(match[1], projectSlug, captured);
    position = match.index + match[0].length;
  }
  return pattern + escapeLiteral(segment.slice(position));
}

function tokenPattern(placeholder: string | undefined, projectSlug: string, captured: Set<string>): string {
  if (placeholder === "project") return escapeLiteral(projectSlug);
  if (placeholder !== "name" && placeholder !== "version" && placeholder !== "app") return CHARACTERS.any;
  if (captured.has(placeholder)) return `\\k<${placeholder}>`;
  captured.add(placeholder);
  return `(?<${placeholder}>${CHARACTERS[placeholder]})`;
}

function escapeLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
