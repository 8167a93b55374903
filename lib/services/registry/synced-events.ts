import type { AuditInput } from "../../db/audit/append-audit-events.ts";
import type { RegistryRows } from "../../db/repositories/registry.ts";
import type { AuditValues } from "../../domain/audit/audit-event.ts";
import { canonicalJson, type JsonValue } from "../../domain/canonical-json.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { Layout } from "../../domain/gitops/layout.ts";
import type { RepositoryReading } from "./read-repository.ts";

const MAX_NAMED_VERSIONS = 50;

/** What the last sync stored; null where there was none. */
export type StoredReading = {
  headCommit: string | null;
  layout: Layout | null;
  desired: readonly DesiredInGit[];
} | null;

/**
 * syncedEvents words what a newly read head changes of what is stored: versions, sightings, desired releases, and the
 * rules of the layout. Empty where the head changes none of these.
 */
export function syncedEvents(
  projectId: string,
  before: StoredReading,
  reading: RepositoryReading,
  rows: RegistryRows,
): AuditInput[] {
  const resource = { chain: projectId, resourceKind: "repository", resourceId: projectId };
  const layouts = { before: layoutValues(before?.layout ?? null), after: layoutValues(reading.layout) };
  const isLayoutNew = canonicalJson(layouts.before) !== canonicalJson(layouts.after);
  const desired = { before: desiredValues(before?.desired ?? []), after: desiredValues(reading.desired) };
  const isDesiredNew = canonicalJson(desired.before) !== canonicalJson(desired.after);
  const isSynced = rows.versions.length > 0 || rows.sightings.length > 0 || isDesiredNew;
  const named = rows.versions.map(({ kind, name, version }) => `${kind} ${name}@${version}`);
  const synced: AuditInput = {
    ...resource,
    action: "registry.synced",
    before: { head: before?.headCommit ?? null, ...(isDesiredNew ? { desired: desired.before } : {}) },
    after: {
      head: reading.head,
      newVersions: rows.versions.length,
      newSightings: rows.sightings.length,
      versions: named.slice(0, MAX_NAMED_VERSIONS).join("\n"),
      findings: reading.findings.length,
      ...(isDesiredNew ? { desired: desired.after } : {}),
    },
  };
  const changed: AuditInput = {
    ...resource,
    action: "registry.layout_changed",
    before: { head: before?.headCommit ?? null, ...layouts.before },
    after: { head: reading.head, ...layouts.after },
  };
  return [...(isSynced ? [synced] : []), ...(isLayoutNew ? [changed] : [])];
}

/** One line per rule; `reviewers` says "policy" where the layout leaves the number to the policy. */
function layoutValues(layout: Layout | null): AuditValues {
  if (layout === null) return {};
  const environments = Object.entries(layout.environments).sort(([left], [right]) => (left < right ? -1 : 1));
  const perEnvironment = environments.flatMap(([name, environment]) => [
    [`${name}.aliases`, environment.aliases],
    [`${name}.reviewers`, environment.reviewers ?? "policy"],
    [`${name}.followUnreviewed`, environment.followUnreviewed],
    [`${name}.after`, environment.after ?? null],
  ]);
  return {
    project: layout.project,
    requires: layout.requires.join(", "),
    kinds: layout.kinds
      .map(({ kind, files, formerly }) => `${kind}: ${[...files, ...formerly.map(formerPath)].join(", ")}`)
      .join("\n"),
    ...Object.fromEntries(perEnvironment),
  };
}

function formerPath(glob: string): string {
  return `formerly ${glob}`;
}

/** A missing aliases file is said to be as of the head, which every commit moves: its commit does not count. */
function desiredValues(desired: readonly DesiredInGit[]): JsonValue {
  return desired
    .map(({ environment, releaseId, commit, problem, manifest }) => {
      if (releaseId === null)
        return `${environment}: ${problem === null ? "nothing" : `${problem} (${commit})`}`;
      return `${environment}: ${releaseId} (${commit}, manifest ${manifest?.manifestDigest ?? "missing"})`;
    })
    .sort()
    .join("\n");
}
