import type { StoredVersion } from "../../db/repositories/registry.ts";
import { artifactDigest } from "../../domain/artifacts/artifact-digest.ts";
import { AppError } from "../../domain/errors.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { Finding } from "../../domain/gitops/finding.ts";
import { LAYOUT_PATH, type Layout } from "../../domain/gitops/layout.ts";
import { readArtifacts } from "../../domain/gitops/read-artifacts.ts";
import type { ReadVersion } from "../../domain/gitops/version-line.ts";
import type { GitHost, TreeEntry } from "../../git/git-host.ts";
import { parseLayout } from "../../git/parse-layout.ts";
import {
  contentFindings,
  describeEdit,
  type FileWithDigest,
  readContents,
  withDigests,
} from "./read-contents.ts";
import { type ReadText, readDesired } from "./read-desired.ts";

/** Everything that one head of main says, before anything is stored. */
export type RepositoryReading = {
  head: string;
  layout: Layout | null;
  versions: { version: ReadVersion; files: FileWithDigest[]; digest: string }[];
  contents: { digest: string; bytes: Uint8Array }[];
  desired: DesiredInGit[];
  findings: Finding[];
};

/**
 * readRepository reads a head of main: layout, artifact versions of its whole history, contents that are not stored
 * yet, and what each environment's aliases name. An unreadable layout is a finding, and the last readable one counts.
 */
export async function readRepository(
  host: GitHost,
  head: string,
  before: { layout: Layout | null; versions: readonly StoredVersion[] },
): Promise<RepositoryReading> {
  const [tree, history] = await Promise.all([host.listTree(head), host.history(head)]);
  const readText = textReader(host, tree);
  const { layout, findings } = await readLayout(readText, before.layout);
  if (layout === null) return { head, layout, versions: [], contents: [], desired: [], findings };

  const read = readArtifacts(layout, { history, head: tree }, before.versions);
  const contents = await readContents(host, blobsOf(read), storedDigests(before.versions));
  const versions = read.versions.flatMap((version) => {
    const files = withDigests(version.files, contents);
    return files === null ? [] : [{ version, files, digest: artifactDigest(files) }];
  });
  const named = await readDesired(layout, history, readText);
  return {
    head,
    layout,
    versions,
    contents: contents.added,
    desired: named.desired,
    findings: [
      ...findings,
      ...named.findings,
      ...read.findings,
      ...read.edits.map((edit) => describeEdit(edit, contents)),
      ...contentFindings(read.versions, contents),
    ],
  };
}

async function readLayout(
  readText: ReadText,
  lastReadable: Layout | null,
): Promise<{ layout: Layout | null; findings: Finding[] }> {
  try {
    const text = await readText(LAYOUT_PATH);
    if (text === null)
      throw new AppError("invalid", `The repository has no ${LAYOUT_PATH} at its root; add one.`);
    return { layout: parseLayout(text), findings: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      layout: lastReadable,
      findings: [{ path: LAYOUT_PATH, code: "bad_layout", message: error.detail }],
    };
  }
}

function textReader(host: GitHost, tree: readonly TreeEntry[]): ReadText {
  const files = new Map(
    tree.filter(({ mode }) => mode.startsWith("100")).map((entry) => [entry.path, entry.blob]),
  );
  return async (path) => {
    const blob = files.get(path);
    const bytes = blob === undefined ? null : await host.readBlob(blob);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };
}

function* blobsOf(read: ReturnType<typeof readArtifacts>): Generator<string> {
  for (const { files } of read.versions) for (const { blob } of files) yield blob;
  for (const { published, edited } of read.edits)
    for (const { blob } of [...published, ...edited]) yield blob;
}

function storedDigests(versions: readonly StoredVersion[]): Map<string, string> {
  return new Map(
    versions.flatMap(({ files }) => files.map((file) => [file.blob, file.contentDigest] as const)),
  );
}
