import { existsSync, renameSync } from "node:fs";
import { getRelease } from "../../db/queries/get-release.ts";
import type { Project } from "../../db/queries/projects.ts";
import { SEEDED_AT, type SeededProject, seedAccount, seedProject } from "../../db/testing/seed-project.ts";
import type { TestDatabase } from "../../db/testing/test-database.ts";
import type { AccountPrincipal, Principal, ServicePrincipal } from "../../domain/access/principal.ts";
import { manifestPath, writeReleaseManifest } from "../../domain/gitops/release-manifest.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import type { GitHost } from "../../git/git-host.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createTempRepository, type TempRepository } from "../../git/testing/temp-repository.ts";
import type { ServiceContext } from "../context.ts";
import { uploadEvalRun } from "../evals/upload-eval-run.ts";
import { syncProject } from "../registry/sync-project.ts";
import { syncRepository } from "../registry/sync-repository.ts";
import { createRelease } from "../releases/create-release.ts";
import { evalFile, type Measured } from "./eval-file.ts";
import { testContext } from "./test-context.ts";

export const GIT_SYNC: ServicePrincipal = { kind: "service", id: "git-sync", name: "git-sync" };
export const CONTROLLER: ServicePrincipal = {
  kind: "service",
  id: "rollout-controller",
  name: "rollout-controller",
};
export const ALIASES = "deployments/production/aliases.yaml";
const STAGING_ALIASES = "deployments/staging/aliases.yaml";
export const PROMPTS = ["1", "2", "3", "4", "5"];

/** One project with a real repository, its people, and a clock that the test moves. */
export type MotionWorld = {
  test: TestDatabase;
  clock: { at: Date };
  seeded: SeededProject;
  project: Project;
  /** A second person for each of these roles, for acts that two may do at once. */
  others: { reviewer: AccountPrincipal; operator: AccountPrincipal };
  repository: TempRepository;
  gitHostFor: ServiceContext["gitHostFor"];
  /** Somebody's context now: people have just proved who they are. */
  as: (who: keyof SeededProject["principals"] | Principal) => ServiceContext;
  params: { project: string };
  environment: { project: string; environment: string };
  /** A release of a prompt, and of a version of the policy `steps` where one is named. */
  compose: (prompt: string, policy?: string) => Promise<string>;
  evaluate: (releaseId: string, measured: Measured) => Promise<void>;
  sync: () => Promise<void>;
  moveRepositoryAway: () => void;
  bringRepositoryBack: () => void;
  pass: (hours: number) => void;
  close: () => void;
};

const layoutOf = (slug: string) => `project: ${slug}
requires: [prompt]
layout:
  prompt: prompts/{name}/{name}@{version}.md
  promotion_policy: policies/{name}@{version}.yaml
environments:
  staging: { aliases: ${STAGING_ALIASES}, followUnreviewed: true }
  production: { aliases: ${ALIASES}, reviewers: 1 }
`;

/** A repository, and the host that the services reach it by; `address` is how the project names it. */
export type MotionPlace = { repository: TempRepository; host: GitHost; address: string };

/** createMotionWorld makes a project whose repository holds five prompts, read into the registry; nothing is served. */
export async function createMotionWorld(
  test: TestDatabase,
  slug = "deploybuddy",
  { place = localPlace(), clock = { at: SEEDED_AT } }: { place?: MotionPlace; clock?: { at: Date } } = {},
): Promise<MotionWorld> {
  const seeded = await seedProject(test.db, { slug });
  const where = place.host.kind === "local" ? {} : { gitHost: place.host.kind, repository: place.address };
  const project = { ...seeded.project, ...where };
  await test.db.project.update({ where: { id: project.id }, data: where });
  const others = {
    reviewer: await seedAccount(test.db, project, "reviewer2", ["reviewer"]),
    operator: await seedAccount(test.db, project, "operator2", ["operator"]),
  };
  commitPrompts(place.repository, slug);
  const world = worldOf(test, place, { clock, seeded, project, others });
  // Read into the registry only: what git names for the environments is looked at first when it names something.
  await syncRepository(world.as(GIT_SYNC), project);
  return world;
}

function localPlace(): MotionPlace {
  const repository = createTempRepository();
  const { directory } = repository;
  return { repository, host: createLocalHost({ directory }), address: directory };
}

/** copyMotionWorld is the same project and people in a copy of the database, with a copy of the repository. */
export function copyMotionWorld(
  { seeded, project, others }: MotionWorld,
  copy: { test: TestDatabase; place: MotionPlace; clock: { at: Date } },
): MotionWorld {
  return worldOf(copy.test, copy.place, { clock: copy.clock, seeded, project, others });
}

type Inhabitants = Pick<MotionWorld, "clock" | "seeded" | "project" | "others">;

function worldOf(
  test: TestDatabase,
  { repository, host }: MotionPlace,
  { clock, seeded, project, others }: Inhabitants,
): MotionWorld {
  const gitHostFor = () => host;
  const as: MotionWorld["as"] = (who) => {
    const principal = typeof who === "string" ? seeded.principals[who] : who;
    const proved = principal.kind === "account" ? { ...principal, provedAt: clock.at } : principal;
    return testContext(test.db, proved, { gitHostFor, now: () => clock.at });
  };
  const away = `${repository.directory}-away`;
  const params = { project: project.slug };
  return {
    ...{ test, clock, seeded, project, others, repository, gitHostFor, as, params },
    environment: { project: project.slug, environment: "production" },
    compose: async (prompt, policy) => {
      const components = [
        { kind: "prompt", name: "support", version: prompt },
        ...(policy === undefined ? [] : [{ kind: "promotion_policy", name: "steps", version: policy }]),
      ];
      return (await createRelease(as("author"), { params, body: { components } })).id;
    },
    evaluate: async (release, measured) => {
      await uploadEvalRun(as("reviewer"), { params, query: { release }, body: evalFile(measured) });
    },
    sync: () => syncProject(as(GIT_SYNC), project),
    moveRepositoryAway: () => renameSync(repository.directory, away),
    bringRepositoryBack: () => existsSync(away) && renameSync(away, repository.directory),
    pass: (hours) => {
      clock.at = new Date(clock.at.getTime() + hours * 3_600_000);
    },
    close: () => repository.remove(),
  };
}

function commitPrompts(repository: TempRepository, slug: string): void {
  const prompts = PROMPTS.map((version) => [
    `prompts/support/support@${version}.md`,
    `Prompt ${version}: help {{user}}.\n`,
  ]);
  repository.commit({
    files: { "tupelo.yaml": layoutOf(slug), ...Object.fromEntries(prompts) },
    author: { name: "author", email: `author@${slug}.example` },
    message: "Write the prompts",
  });
}

/** manifestText is what `releases/<id>.yaml` has to say about a composed release. */
export async function manifestText(world: MotionWorld, releaseId: string): Promise<string> {
  const release = await getRelease(world.test.db, world.project, { releaseId });
  const components = release.parts.map((part) => ({
    key: part.key,
    ref: refOf(part),
    digest: part.digest,
    path: part.paths[0] ?? "",
    commit: part.sighting?.commit ?? "",
  }));
  return writeReleaseManifest({ id: releaseId, manifestDigest: release.manifestDigest, components });
}

/** adoptFirst lets git name a release in both environments, as a repository does that was there before Tupelo; returns its id. */
export async function adoptFirst(world: MotionWorld, prompt = "1"): Promise<string> {
  const releaseId = await world.compose(prompt);
  world.repository.commit({
    files: {
      [manifestPath(releaseId)]: await manifestText(world, releaseId),
      [STAGING_ALIASES]: `staging: ${releaseId}\n`,
      [ALIASES]: `# who is served\nproduction: ${releaseId}   # release\n`,
    },
    author: { name: "admin", email: `admin@${world.project.slug}.example` },
    message: "Name the release",
  });
  await world.sync();
  return releaseId;
}
