import type { ServedEnvironment } from "../db/queries/allocation-snapshot.ts";
import { type Flag, prepareFlag } from "./flag.ts";

/** All flags at one moment, in the shapes in which they are asked for. */
export type ServedFlags = {
  byKey: ReadonlyMap<string, Flag>;
  byProject: ReadonlyMap<string, readonly Flag[]>;
  /** Environments by id, each with the text that says whether it changed. */
  byEnvironment: ReadonlyMap<string, { text: string; served: ServedEnvironment }>;
  /** What is not as it was before, an environment that is gone included. */
  changed: readonly ServedEnvironment[];
};

export const NO_FLAGS: ServedFlags = {
  byKey: new Map(),
  byProject: new Map(),
  byEnvironment: new Map(),
  changed: [],
};

/**
 * buildFlags makes the flags of what was read. An environment that did not change keeps its flags of before, the same
 * objects, so that answers prepared from them go on being used.
 */
export function buildFlags(environments: readonly ServedEnvironment[], before: ServedFlags): ServedFlags {
  const byKey = new Map<string, Flag>();
  const byProject = new Map<string, Flag[]>();
  const byEnvironment = new Map<string, { text: string; served: ServedEnvironment }>();
  const changed: ServedEnvironment[] = [];
  for (const read of environments) {
    const text = JSON.stringify({ ...read, releases: [...read.releases] });
    const known = before.byEnvironment.get(read.environmentId);
    const entry = known?.text === text ? known : { text, served: read };
    if (entry !== known) changed.push(read);
    byEnvironment.set(read.environmentId, entry);
    for (const flag of flagsOf(entry.served, before)) {
      byKey.set(flag.key, flag);
      byProject.set(read.projectId, [...(byProject.get(read.projectId) ?? []), flag]);
    }
  }
  const gone = [...before.byEnvironment].filter(([id]) => !byEnvironment.has(id));
  return { byKey, byProject, byEnvironment, changed: [...changed, ...gone.map(([, { served }]) => served)] };
}

function flagsOf(served: ServedEnvironment, before: ServedFlags): Flag[] {
  const name = `${served.projectSlug}.${served.environment}`;
  const known = (key: string, kind: Flag["kind"]) => {
    const flag = before.byKey.get(key);
    return flag?.served === served ? flag : prepareFlag(key, kind, served);
  };
  return [known(name, "summary"), known(`${name}.release_id`, "release_id")];
}
