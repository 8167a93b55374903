import { withData } from "../lib/contents/read-data.ts";
import { artifactDigest } from "../lib/domain/artifacts/artifact-digest.ts";
import type { ArtifactProblem } from "../lib/domain/artifacts/artifact-kind.ts";
import { checkArtifact } from "../lib/domain/artifacts/check-artifact.ts";
import { digestOf } from "../lib/domain/digest.ts";
import { AppError } from "../lib/domain/errors.ts";
import { LAYOUT_PATH, type Layout } from "../lib/domain/gitops/layout.ts";
import { createPathReader, type PathPlace } from "../lib/domain/gitops/path-reader.ts";
import { parseLayout } from "../lib/git/parse-layout.ts";
import { checkManifests } from "./check-manifests.ts";
import { checkPrompts, UNCHECKED } from "./check-prompts.ts";
import type { FolderArtifact } from "./folder-artifact.ts";
import { type FolderFile, readWorkingFile, readWorkingFolder, textOf } from "./read-working-folder.ts";
import { staticCosts } from "./static-costs.ts";

/** What the fast gate says of a working folder. `notRun` names what it never claims to have done. */
export type GateReport = {
  /** `insufficient`: nothing is wrong, but recorded responses could not be judged. Only `pass` is a pass. */
  verdict: "pass" | "insufficient" | "fail";
  evalGate: "not_run";
  modelCalls: 0;
  checked: { files: number; artifacts: number };
  problems: ArtifactProblem[];
  /** What the prompts cost a month, in words; empty where traffic or prices are not known. */
  costs: string[];
};

/** runGate checks a working folder without a server and without a model call. Throws AppError when it cannot. */
export async function runGate(directory: string): Promise<GateReport> {
  const layout = await readLayoutOf(directory);
  const readPlace = createPathReader(layout);
  const aliases = Object.values(layout.environments).map((environment) => environment.aliases);
  const isManifest = (path: string) => /^releases\/[^/]+\.ya?ml$/.test(path);
  const isWanted = (path: string) => readPlace(path) !== null || isManifest(path) || aliases.includes(path);
  const { files, problems } = await readWorkingFolder(directory, isWanted);
  const artifacts = collectArtifacts(files, readPlace);
  const found = [
    ...problems,
    ...files.flatMap((file) => doubtfulPlace(file, readPlace)),
    ...lookAlikes(artifacts),
    ...artifacts.flatMap(({ kind, files: own }) => checkArtifact(kind, own)),
    ...(await checkPrompts(directory, artifacts)),
    ...checkManifests({ files, isManifest, layout, artifacts }),
    ...missingKinds(layout, artifacts),
  ];
  const sorted = found.sort(
    (left, right) =>
      compare(left.path, right.path) ||
      (left.line ?? 0) - (right.line ?? 0) ||
      compare(left.code, right.code),
  );
  return {
    verdict: verdictOf(sorted),
    evalGate: "not_run",
    modelCalls: 0,
    checked: { files: files.length, artifacts: artifacts.length },
    problems: sorted,
    costs: await staticCosts(layout, artifacts),
  };
}

function verdictOf(problems: readonly ArtifactProblem[]): GateReport["verdict"] {
  if (problems.some(({ severity }) => severity === "error")) return "fail";
  return problems.some(({ code }) => code === UNCHECKED) ? "insufficient" : "pass";
}

async function readLayoutOf(directory: string): Promise<Layout> {
  const bytes = await readWorkingFile(directory, LAYOUT_PATH);
  if (bytes !== null) return parseLayout(textOf(bytes) ?? "");
  throw new AppError("invalid", `There is no ${LAYOUT_PATH} in ${directory} that can be read.`);
}

function collectArtifacts(
  files: readonly FolderFile[],
  readPlace: (path: string) => PathPlace | null,
): FolderArtifact[] {
  const groups = new Map<string, { place: PathPlace; files: FolderFile[] }>();
  for (const file of files) {
    const place = readPlace(file.path);
    if (place === null) continue;
    const key = JSON.stringify([place.kind, place.name, place.version]);
    const group = groups.get(key) ?? { place, files: [] };
    group.files.push(file);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ place, files: own }) => {
    const contents = own.map(({ path, bytes }) =>
      bytes === null ? null : { path, contentDigest: digestOf(bytes) },
    );
    const known = contents.filter((content) => content !== null);
    return {
      ...{ kind: place.kind, name: place.name, version: place.version },
      files: withData(own.map(({ path, bytes }) => ({ path, text: bytes === null ? null : textOf(bytes) }))),
      contents: known,
      digest: known.length < contents.length ? null : artifactDigest(known),
    };
  });
}

function doubtfulPlace(
  { path }: FolderFile,
  readPlace: (path: string) => PathPlace | null,
): ArtifactProblem[] {
  const place = readPlace(path);
  if (place === null || place.others.length === 0) return [];
  const message = `This path is read as ${place.kind}, but the layout also matches it as ${place.others.join(", ")}.`;
  return [{ path, line: null, severity: "warning", code: "two_kinds", message }];
}

/** Two spellings of one name (composed and decomposed letters, or case) are two artifacts, which few people see. */
function lookAlikes(artifacts: readonly FolderArtifact[]): ArtifactProblem[] {
  const spellings = new Map<string, string>();
  return artifacts.flatMap(({ kind, name, files }): ArtifactProblem[] => {
    const spelling = JSON.stringify([kind, name.normalize("NFKC").toLowerCase()]);
    const twin = spellings.get(spelling);
    spellings.set(spelling, twin ?? name);
    if (twin === undefined || twin === name) return [];
    const message = `The names "${twin}" and "${name}" look alike but are two artifacts.`;
    return [{ path: files[0]?.path ?? "", line: null, severity: "warning", code: "look_alike", message }];
  });
}

function missingKinds(layout: Layout, artifacts: readonly FolderArtifact[]): ArtifactProblem[] {
  return layout.requires
    .filter((kind) => !artifacts.some((artifact) => artifact.kind === kind))
    .map((kind) => ({
      ...{ path: LAYOUT_PATH, line: null, severity: "error", code: "missing_kind" },
      message: `The project requires a ${kind}, and no file of the layout is one.`,
    }));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
