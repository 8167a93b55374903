import { readFileSync } from "node:fs";
import path from "node:path";
import { artifactDigest } from "../lib/domain/artifacts/artifact-digest.ts";
import { digestOf } from "../lib/domain/digest.ts";
import { manifestPath, writeReleaseManifest } from "../lib/domain/gitops/release-manifest.ts";
import { manifestDigest } from "../lib/domain/releases/manifest-digest.ts";
import { releaseId } from "../lib/domain/releases/release-id.ts";
import { keyParts, referencesOf, refOf } from "../lib/domain/releases/release-part.ts";
import { createBareRepository } from "../lib/git/create-bare-repository.ts";
import { DEMO_COMMITS, type DemoCommit } from "./repository/commits.ts";

const FILES = path.join(import.meta.dirname, "repository/files");
const HISTORY = path.join(import.meta.dirname, "repository/history");
const HOUR_MS = 3_600_000;

const PROMPT = "prompts/support/support@2.8.md";
const MODEL = "models/deploy-assistant/lora@1.9.yaml";
const FEATURE_VIEW = ["features/releases/feature_view.py", "features/releases/entity_keys.yaml"] as const;

/** The environments of tupelo.yaml. */
export const DEMO_ENVIRONMENTS = ["staging", "production", "production-eu"] as const;
export type DemoEnvironment = (typeof DEMO_ENVIRONMENTS)[number];

export type DemoRepository = {
  /** The release that all environments name. */
  releaseId: string;
  manifestDigest: string;
  head: string;
};

/** The repository as it grows: what each path holds, and which commit last touched it. */
type Growing = Map<string, { content: string; commit: string }>;

/**
 * buildDemoRepository makes the DeployBuddy ops repository: a bare git repository at `directory` with the commits of
 * several people over the weeks before `now`. The directory must not hold one yet.
 */
export async function buildDemoRepository(input: { directory: string; now: Date }): Promise<DemoRepository> {
  const repository = await createBareRepository(input.directory);
  const state: Growing = new Map();
  let release: { id: string; digest: string; text: string } | null = null;
  let head = "";
  for (const step of DEMO_COMMITS) {
    if (step.release) release = composeRelease(state);
    const files = contentsOf(step, release);
    head = await repository.commit({
      files,
      message: step.message,
      author: step.author,
      at: new Date(input.now.getTime() - step.hoursAgo * HOUR_MS),
    });
    for (const [file, content] of files) state.set(file, { content, commit: head });
  }
  if (release === null) throw new Error("the demo's commits name no release");
  return { releaseId: release.id, manifestDigest: release.digest, head };
}

/** aliasFile is where an environment's release is named. */
export function aliasFile(environment: DemoEnvironment): string {
  return `deployments/${environment}/aliases.yaml`;
}

/** aliasLine names a release for an environment: all that its alias file holds. */
export function aliasLine(environment: DemoEnvironment, releaseId: string): string {
  return `${environment}: ${releaseId}   # release\n`;
}

function contentsOf(step: DemoCommit, release: { id: string; text: string } | null): Map<string, string> {
  const files = new Map<string, string>();
  for (const file of step.files ?? []) files.set(file, readFileSync(path.join(FILES, file), "utf8"));
  for (const [file, source] of Object.entries(step.older ?? {})) {
    files.set(file, readFileSync(path.join(HISTORY, source), "utf8"));
  }
  if (!step.release || release === null) return files;
  for (const environment of DEMO_ENVIRONMENTS) {
    files.set(aliasFile(environment), aliasLine(environment, release.id));
  }
  return files.set(manifestPath(release.id), release.text);
}

/** The article's first tuple, from what the repository holds at that moment. */
function composeRelease(state: Growing): { id: string; digest: string; text: string } {
  const parts = keyParts([
    { kind: "prompt", name: "support", version: "2.8", digest: digestOfPaths(state, [PROMPT]) },
    { kind: "model", name: "lora", version: "1.9", digest: digestOfPaths(state, [MODEL]) },
    { kind: "feature_view", name: "releases", version: "4", digest: digestOfPaths(state, FEATURE_VIEW) },
  ]);
  const { id } = releaseId(referencesOf(parts));
  const { digest } = manifestDigest(parts);
  const paths = new Map([
    ["prompt", PROMPT],
    ["model", MODEL],
    ["feature_view", FEATURE_VIEW[0]],
  ]);
  const components = parts.map((part) => {
    const file = paths.get(part.key) ?? "";
    return {
      key: part.key,
      ref: refOf(part),
      digest: part.digest,
      path: file,
      commit: state.get(file)?.commit ?? "",
    };
  });
  return { id, digest, text: writeReleaseManifest({ id, manifestDigest: digest, components }) };
}

function digestOfPaths(state: Growing, paths: readonly string[]): string {
  return artifactDigest(
    paths.map((file) => ({ path: file, contentDigest: digestOf(state.get(file)?.content ?? "") })),
  );
}
