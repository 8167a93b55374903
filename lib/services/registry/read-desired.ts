import { parseYaml } from "../../contents/parse-yaml.ts";
import { AppError } from "../../domain/errors.ts";
import { type DesiredInGit, readManifest } from "../../domain/gitops/desired.ts";
import type { Finding } from "../../domain/gitops/finding.ts";
import type { Layout } from "../../domain/gitops/layout.ts";
import { manifestPath } from "../../domain/gitops/release-manifest.ts";
import { readAlias } from "../../git/alias-file.ts";
import type { HistoryCommit } from "../../git/git-host.ts";

/** Reads a file of the head as text; null where there is none. */
export type ReadText = (path: string) => Promise<string | null>;

/** readDesired reads which release git names for each environment, since which commit, and its manifest. */
export async function readDesired(
  layout: Layout,
  history: readonly HistoryCommit[],
  readText: ReadText,
): Promise<{ desired: DesiredInGit[]; findings: Finding[] }> {
  const findings: Finding[] = [];
  const desired = await Promise.all(
    Object.entries(layout.environments).map(async ([name, { aliases }]): Promise<DesiredInGit> => {
      const text = await readText(aliases);
      const { releaseId, problem } = releaseOf(text, aliases, name);
      // A file that never was is written by the first promotion; one that is gone was taken away.
      if (text === null && history.some((entry) => entry.changes.has(aliases))) {
        const message = `This file named the release of ${name} and is gone or no file any more. Restore it; what is served stays.`;
        findings.push({ path: aliases, code: "bad_alias", message });
      }
      if (problem !== null) findings.push({ path: aliases, code: "bad_alias", message: problem });
      const manifest = releaseId === null ? null : await manifestOf(releaseId, readText, findings);
      const authorEmails = authorsOf(history, aliases, releaseId);
      return {
        environment: name,
        releaseId,
        problem,
        manifest,
        authorEmails,
        ...lastChange(history, aliases),
      };
    }),
  );
  return { desired, findings };
}

function releaseOf(text: string | null, path: string, environment: string) {
  try {
    return { releaseId: text === null ? null : readAlias(text, path, environment), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { releaseId: null, problem: error.detail };
  }
}

async function manifestOf(releaseId: string, readText: ReadText, findings: Finding[]) {
  const path = manifestPath(releaseId);
  const text = await readText(path);
  if (text === null) return null;
  const manifest = readManifest(parsed(text, path), releaseId);
  if (manifest === null) {
    findings.push({ path, code: "bad_manifest", message: `This is not the manifest of ${releaseId}.` });
  }
  return manifest;
}

function parsed(text: string, path: string): unknown {
  try {
    return parseYaml(text, path, "failsafe");
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Whoever wrote the line last, and whoever ever wrote the manifest, made what it names. */
function authorsOf(history: readonly HistoryCommit[], aliases: string, releaseId: string | null): string[] {
  const line = history.findLast((entry) => entry.changes.has(aliases));
  const manifest = releaseId === null ? null : manifestPath(releaseId);
  const wrote = history.filter((entry) => manifest !== null && entry.changes.has(manifest));
  return [...new Set([line, ...wrote].flatMap((entry) => entry?.authorEmails ?? []))];
}

function lastChange(history: readonly HistoryCommit[], path: string) {
  const last = history.findLast((entry) => entry.changes.has(path)) ?? history.at(-1);
  return {
    commit: last?.commit ?? "",
    authorName: last?.authorName ?? "",
    authorEmail: last?.authorEmail ?? "",
    authoredAt: (last?.authoredAt ?? new Date(0)).toISOString(),
    subject: last?.subject ?? "",
  };
}
