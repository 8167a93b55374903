import { join } from "node:path";
import { withData } from "../lib/contents/read-data.ts";
import { artifactEndpoints } from "../lib/contracts/artifacts.ts";
import { releaseEndpoints } from "../lib/contracts/releases.ts";
import { artifactDigest } from "../lib/domain/artifacts/artifact-digest.ts";
import type { ArtifactText } from "../lib/domain/artifacts/artifact-kind.ts";
import { digestOf } from "../lib/domain/digest.ts";
import { MEASURING_KINDS } from "../lib/domain/gates/evidence-key.ts";
import { LAYOUT_PATH } from "../lib/domain/gitops/layout.ts";
import { createPathReader } from "../lib/domain/gitops/path-reader.ts";
import { parseLayout } from "../lib/git/parse-layout.ts";
import { askConsole, type ConsoleOptions } from "./ask-console.ts";
import { readWorkingFile, readWorkingFolder } from "./read-working-folder.ts";

/** A part of a run: its files, what it is called, and whether a digest of git's content is known. */
export type EvalPart = { ref: string; digest: string; files: ArtifactText[] };
/** Finds the part of a kind by `name@version` or by its name; null where there is none. */
export type FindPart = (kind: string, named: string | null) => EvalPart | null;

/** readFolderParts reads the artifacts of a working folder by its tupelo.yaml. Throws with a sentence. */
export async function readFolderParts(directory: string): Promise<FindPart> {
  const layoutBytes = await readWorkingFile(directory, LAYOUT_PATH);
  if (layoutBytes === null) throw new Error(`${join(directory, LAYOUT_PATH)} is missing.`);
  const readPlace = createPathReader(parseLayout(textOf(layoutBytes) ?? ""));
  const { files } = await readWorkingFolder(directory, (path) => readPlace(path) !== null);
  return (kind, named) => {
    const own = files.flatMap((file) => {
      const place = readPlace(file.path);
      if (place === null || place.kind !== kind || file.bytes === null) return [];
      const ref = place.version === null ? place.name : `${place.name}@${place.version}`;
      return named !== null && ref !== named && place.name !== named
        ? []
        : [{ ref, path: file.path, bytes: file.bytes }];
    });
    const refs = [...new Set(own.map(({ ref }) => ref))];
    if (refs.length > 1)
      throw new Error(`The folder has several of the kind ${kind}: ${refs.join(", ")}. Name one.`);
    const [ref] = refs;
    if (ref === undefined) return null;
    const digest = artifactDigest(own.map(({ path, bytes }) => ({ path, contentDigest: digestOf(bytes) })));
    return { ref, digest, files: withData(own.map(({ path, bytes }) => ({ path, text: textOf(bytes) }))) };
  };
}

/** The kinds whose text a run reads; of an index its name is enough. */
const READ_KINDS = ["prompt", "model", "golden_set", "judge", "generation_settings"];

/** fetchReleaseParts reads the parts of a release from a console. Throws with a sentence. */
export async function fetchReleaseParts(releaseId: string, console: ConsoleOptions): Promise<FindPart> {
  const { parts } = releaseEndpoints.getRelease.response.parse(
    await askConsole(console, `releases/${encodeURIComponent(releaseId)}`),
  );
  const found: (EvalPart & { kind: string })[] = [];
  for (const { kind, name, version, digest } of parts) {
    const path = ["artifacts", kind, name, "versions", version].map(encodeURIComponent).join("/");
    const isRead = READ_KINDS.includes(kind);
    const read = isRead
      ? artifactEndpoints.getArtifactVersion.response.parse(await askConsole(console, path)).files
      : [];
    const files = withData(read.map((file) => ({ path: file.path, text: file.text })));
    found.push({ kind, digest, files, ref: `${name}@${version}` });
  }
  return (kind, named) => {
    const own = found.filter(
      (part) =>
        part.kind === kind && (named === null || part.ref === named || part.ref.startsWith(`${named}@`)),
    );
    if (own.length > 1) throw new Error(`The release has several of the kind ${kind}; name one.`);
    return own[0] ?? null;
  };
}

/** measuredUnder takes the kinds that measure from another release, and all else from the run's own parts. */
export function measuredUnder(own: FindPart, under: FindPart): FindPart {
  const measures = (kind: string) => MEASURING_KINDS.some((measuring) => measuring === kind);
  return (kind, named) => (measures(kind) ? under(kind, named) : own(kind, named));
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
