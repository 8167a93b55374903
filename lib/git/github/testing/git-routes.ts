import { z } from "zod";
import { writeBlob, writeCommit, writeTree } from "../../write-commit.ts";
import { forkPointOf, type GithubState, headOf, isIn, typeOf } from "./github-state.ts";
import { type GithubCall, notFound, type Reply, type Route, refusal } from "./route.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);

/** The part of GitHub's API that is git itself, over the real repository. */
export const GIT_ROUTES: readonly Route[] = [
  { method: "GET", path: /^\/git\/ref\/heads\/(.+)$/, answer: getRef },
  { method: "POST", path: /^\/git\/refs$/, answer: createRef },
  { method: "PATCH", path: /^\/git\/refs\/heads\/(.+)$/, answer: updateRef },
  { method: "GET", path: /^\/git\/commits\/([0-9a-f]{40})$/, answer: getCommit },
  { method: "POST", path: /^\/git\/commits$/, answer: createCommit },
  { method: "GET", path: /^\/git\/trees\/([0-9a-f]{40})$/, answer: getTree },
  { method: "POST", path: /^\/git\/trees$/, answer: createTree },
  { method: "GET", path: /^\/git\/blobs\/([0-9a-f]{40})$/, answer: getBlob },
  { method: "GET", path: /^\/commits$/, answer: listCommits },
  { method: "GET", path: /^\/compare\/([0-9a-f]{40})\.\.\.([0-9a-f]{40})$/, answer: compare },
];

function refBody(ref: string, commit: string) {
  return { ref, node_id: "R", url: "https://x.example", object: { sha: commit, type: "commit", url: "x" } };
}

async function getRef(state: GithubState, { parts: [branch = ""], headers }: GithubCall): Promise<Reply> {
  if (headOf(state, "refs/heads/main") === null)
    return { status: 409, body: { message: "Git Repository is empty." } };
  const commit = headOf(state, `refs/heads/${branch}`);
  if (commit === null) return notFound();
  const etag = `W/"${commit}"`;
  if (headers["if-none-match"] === etag) return { status: 304, body: null, headers: { etag } };
  return { status: 200, body: refBody(`refs/heads/${branch}`, commit), headers: { etag } };
}

const newRef = z.strictObject({ ref: z.string().regex(/^refs\/heads\/.+/), sha });

async function createRef(state: GithubState, request: GithubCall): Promise<Reply> {
  const { ref, sha: commit } = newRef.parse(request.body);
  if (headOf(state, ref) !== null) return refusal(422, "Reference already exists");
  if ((await typeOf(state, commit)) === null) return refusal(422, "Object does not exist");
  await state.git(["update-ref", ref, commit, "0".repeat(40)]);
  return { status: 201, body: refBody(ref, commit) };
}

const movedRef = z.strictObject({ sha, force: z.boolean().optional() });

async function updateRef(state: GithubState, request: GithubCall): Promise<Reply> {
  const { sha: commit, force = false } = movedRef.parse(request.body);
  const ref = `refs/heads/${request.parts[0]}`;
  const head = headOf(state, ref);
  if (head === null) return refusal(422, "Reference does not exist");
  if (!force && !(await isIn(state, head, commit))) return refusal(422, "Update is not a fast forward");
  await state.git(["update-ref", ref, commit]);
  return { status: 200, body: refBody(ref, commit) };
}

const FIELDS = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");

function commitBody(record: string) {
  const [id = "", tree = "", parents = "", ...rest] = record.split("\0");
  const [authorName = "", authorEmail = "", authoredAt = "", name = "", email = "", at = "", message = ""] =
    rest;
  return {
    sha: id,
    tree: { sha: tree, url: "https://x.example" },
    parents: parents
      .split(" ")
      .filter((parent) => parent !== "")
      .map((parent) => ({ sha: parent, url: "https://x.example" })),
    author: { name: authorName, email: authorEmail, date: zulu(authoredAt) },
    committer: { name, email, date: zulu(at) },
    message: message.replace(/\n$/, ""),
  };
}

const zulu = (date: string) => new Date(date).toISOString().replace(".000", "");

async function getCommit(state: GithubState, { parts: [id = ""] }: GithubCall): Promise<Reply> {
  if ((await typeOf(state, id)) !== "commit") return notFound();
  const known = state.facts.get(`commit ${id}`);
  const record = known ?? (await state.git(["log", "-1", `--format=${FIELDS}`, id])).stdout.toString("utf8");
  state.facts.set(`commit ${id}`, record);
  return { status: 200, body: commitBody(record.replace(/\n$/, "")) };
}

const newCommit = z.strictObject({
  message: z.string().min(1),
  tree: sha,
  parents: z.array(sha),
  author: z.strictObject({ name: z.string(), email: z.string(), date: z.coerce.date() }),
});

async function createCommit({ git }: GithubState, request: GithubCall): Promise<Reply> {
  const { author, ...wanted } = newCommit.parse(request.body);
  const commit = await writeCommit(git, { ...wanted, author, at: author.date });
  return { status: 201, body: { sha: commit, message: wanted.message } };
}

async function getTree(state: GithubState, { parts: [id = ""], query }: GithubCall): Promise<Reply> {
  const { git, treeLimit } = state;
  const type = await typeOf(state, id);
  if (type !== "tree" && type !== "commit") return notFound();
  const recursive = query.get("recursive") === null ? [] : ["-r", "-t"];
  const { stdout } = await git(["ls-tree", ...recursive, "-z", "--long", "--full-tree", id]);
  const records = stdout
    .toString("utf8")
    .split("\0")
    .filter((record) => record !== "");
  const tree = records.map((record) => {
    const tab = record.indexOf("\t");
    const [mode = "", kind = "", blob = "", size = ""] = record.slice(0, tab).split(/ +/);
    return {
      ...{ path: record.slice(tab + 1), mode, type: kind, sha: blob },
      ...(kind === "blob" ? { size: Number(size) } : {}),
    };
  });
  const truncated = recursive.length > 0 && tree.length > treeLimit;
  return { status: 200, body: { sha: id, truncated, tree: truncated ? tree.slice(0, treeLimit) : tree } };
}

const newTree = z.strictObject({
  base_tree: sha,
  tree: z
    .array(
      z.strictObject({
        path: z.string().min(1),
        mode: z.enum(["100644", "100755", "040000", "160000", "120000"]),
        type: z.enum(["blob", "tree", "commit"]),
        content: z.string(),
      }),
    )
    .min(1),
});

async function createTree({ git }: GithubState, request: GithubCall): Promise<Reply> {
  const { base_tree: base, tree } = newTree.parse(request.body);
  const files = await Promise.all(
    tree.map(async ({ path, mode, content }) => ({ path, mode, blob: await writeBlob(git, content) })),
  );
  const written = await writeTree(git, base, files);
  return { status: 201, body: { sha: written, truncated: false, tree: [] } };
}

async function getBlob(state: GithubState, { parts: [id = ""], headers }: GithubCall): Promise<Reply> {
  if ((await typeOf(state, id)) !== "blob") return notFound();
  const { stdout } = await state.git(["cat-file", "blob", id]);
  const isRaw = headers.accept?.includes("raw") === true;
  const body = { sha: id, size: stdout.length, encoding: "base64", content: stdout.toString("base64") };
  return isRaw ? { status: 200, body: stdout } : { status: 200, body };
}

async function listCommits(state: GithubState, { query }: GithubCall): Promise<Reply> {
  const from = query.get("sha") ?? "main";
  if ((await typeOf(state, from)) !== "commit") return notFound();
  const size = Number(query.get("per_page") ?? 30);
  const skip = (Number(query.get("page") ?? 1) - 1) * size;
  const { stdout } = await state.git([
    "log",
    "-z",
    `--format=${FIELDS}%x00%x01`,
    `--skip=${skip}`,
    `-${size}`,
    from,
  ]);
  const records = stdout
    .toString("utf8")
    .split("\0\x01")
    .filter((record) => record.length > 1);
  const body = records.map((record) => {
    const { sha: id, parents, ...commit } = commitBody(record.replace(/^\0/, ""));
    return { sha: id, parents, commit, author: null, committer: null };
  });
  return { status: 200, body };
}

async function compare(state: GithubState, { parts: [base = "", head = ""] }: GithubCall): Promise<Reply> {
  if ((await typeOf(state, base)) !== "commit" || (await typeOf(state, head)) !== "commit") return notFound();
  const point = await forkPointOf(state, base, head);
  if (point === null) return refusal(404, "No common ancestor between base and head.");
  const status =
    base === head ? "identical" : point === base ? "ahead" : point === head ? "behind" : "diverged";
  return { status: 200, body: { status, merge_base_commit: { sha: point }, commits: [], files: [] } };
}
