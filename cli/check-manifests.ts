import { parseYaml } from "../lib/contents/parse-yaml.ts";
import type { ArtifactProblem } from "../lib/domain/artifacts/artifact-kind.ts";
import { AppError } from "../lib/domain/errors.ts";
import type { Layout } from "../lib/domain/gitops/layout.ts";
import {
  manifestPath,
  type ReleaseManifest,
  releaseManifestSchema,
} from "../lib/domain/gitops/release-manifest.ts";
import { checkFloating } from "../lib/domain/releases/check-floating.ts";
import { manifestDigest } from "../lib/domain/releases/manifest-digest.ts";
import { readAlias } from "../lib/git/alias-file.ts";
import type { FolderArtifact } from "./folder-artifact.ts";
import type { FolderFile } from "./read-working-folder.ts";

const MANIFEST_FIELDS = ["id", "manifestDigest", "components"];
const PART_FIELDS = ["ref", "digest", "path", "commit"];

type Input = {
  files: readonly FolderFile[];
  isManifest: (path: string) => boolean;
  layout: Layout;
  artifacts: readonly FolderArtifact[];
};

/**
 * checkManifests holds every release manifest against its own digest, its references and the files that are there,
 * and every alias line against the manifests. The order of a manifest's keys does not matter.
 */
export function checkManifests({ files, isManifest, layout, artifacts }: Input): ArtifactProblem[] {
  const manifests = files.filter((file) => isManifest(file.path));
  const known = new Set(manifests.map((file) => file.path));
  return [
    ...manifests.flatMap((file) => checkManifest(file, artifacts)),
    ...Object.entries(layout.environments).flatMap(([name, { aliases }]) => {
      const file = files.find(({ path }) => path === aliases);
      return file === undefined ? [] : checkAlias(file, name, known);
    }),
  ];
}

function checkManifest(file: FolderFile, artifacts: readonly FolderArtifact[]): ArtifactProblem[] {
  const { path } = file;
  const text = decode(file);
  const at = (code: string, message: string, needle = ""): ArtifactProblem => ({
    ...{ path, line: lineOf(text, needle), severity: "error", code, message },
  });
  let value: unknown;
  try {
    value = parseYaml(text, path, "failsafe");
  } catch (error) {
    return [problemOf(error, path)];
  }
  const unknown = unknownFields(value).map((name) =>
    at("unknown_field", `There is no field "${name}".`, name),
  );
  const parsed = releaseManifestSchema.safeParse(value);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => {
      const name = issue.path.map(String).join(".");
      return at(
        "bad_manifest",
        `${name || "the manifest"}: ${issue.message}`,
        String(issue.path.at(-1) ?? ""),
      );
    });
    return [...unknown, ...wrong];
  }
  return [...unknown, ...checkContents(parsed.data, path, artifacts, at)];
}

type At = (code: string, message: string, needle?: string) => ArtifactProblem;

function checkContents(
  manifest: ReleaseManifest,
  path: string,
  artifacts: readonly FolderArtifact[],
  at: At,
) {
  const parts = manifest.components.map(({ key, ref, digest }) => {
    const split = ref.lastIndexOf("@");
    const [name, version] = split < 1 ? [ref, ""] : [ref.slice(0, split), ref.slice(split + 1)];
    return { key, kind: key.split("/")[0] ?? key, name, version, digest };
  });
  const problems = parts.flatMap((part) => {
    const floating = checkFloating(part);
    const there = artifacts.find(
      ({ kind, name, version }) => kind === part.kind && name === part.name && version === part.version,
    );
    const isOther = there !== undefined && there.digest !== null && there.digest !== part.digest;
    return [
      ...(floating === null ? [] : [at("floating_reference", floating, part.key)]),
      ...(isOther
        ? [
            at(
              "wrong_digest",
              `${part.name}@${part.version} has other content: ${there.digest}.`,
              part.digest,
            ),
          ]
        : []),
    ];
  });
  const { digest } = manifestDigest(parts);
  if (path !== manifestPath(manifest.id))
    problems.push(at("wrong_name", `It has to be named ${manifestPath(manifest.id)}.`));
  if (digest !== manifest.manifestDigest)
    problems.push(at("wrong_digest", `The parts have the manifest digest ${digest}.`, "manifestDigest"));
  return problems;
}

function checkAlias(
  file: FolderFile,
  environment: string,
  manifests: ReadonlySet<string>,
): ArtifactProblem[] {
  const { path } = file;
  const text = decode(file);
  try {
    const id = readAlias(text, path, environment);
    if (id === null || manifests.has(manifestPath(id))) return [];
    const message = `${environment} names ${id}, and there is no ${manifestPath(id)}.`;
    return [{ path, line: lineOf(text, id), severity: "error", code: "missing_manifest", message }];
  } catch (error) {
    return [problemOf(error, path)];
  }
}

function unknownFields(value: unknown): string[] {
  if (!isRecord(value)) return [];
  const parts = isRecord(value.components) ? Object.values(value.components) : [];
  return [
    ...Object.keys(value).filter((name) => !MANIFEST_FIELDS.includes(name)),
    ...parts
      .filter(isRecord)
      .flatMap((part) => Object.keys(part).filter((name) => !PART_FIELDS.includes(name))),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problemOf(error: unknown, path: string): ArtifactProblem {
  if (!(error instanceof AppError)) throw error;
  const line = typeof error.params?.line === "number" ? error.params.line : null;
  return { path, line, severity: "error", code: "bad_manifest", message: error.detail };
}

/** The line that holds a text first; the first line where none does. */
function lineOf(text: string, needle: string): number {
  const index = needle === "" ? -1 : text.indexOf(needle);
  return index < 0 ? 1 : text.slice(0, index).split("\n").length;
}

function decode({ bytes }: FolderFile): string {
  return bytes === null ? "" : new TextDecoder().decode(bytes);
}
