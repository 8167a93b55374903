import { DEFAULT_POLICY, DEFAULT_POLICY_LABEL } from "../../domain/policy/default-policy.ts";
import type { PromotionPolicy } from "../../domain/policy/schema.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import type { Reader } from "../client.ts";
import { findRepositorySync } from "../repositories/registry-sync.ts";
import { parsePolicyYaml } from "./parse-policy-yaml.ts";

/** A policy as it judges: `problem` says why its file could not be read; the default then stands in and blocks. */
export type JudgingPolicy = {
  policy: PromotionPolicy;
  /** How reviews and gates name it: `promotion-policy@3`, or the built-in default. */
  label: string;
  versionId: string | null;
  problem: string | null;
};

const BUILT_IN: JudgingPolicy = {
  policy: DEFAULT_POLICY,
  label: DEFAULT_POLICY_LABEL,
  versionId: null,
  problem: null,
};

/**
 * readPolicyOf reads the policy that a release carries. A release without one is under the project's versioned
 * default: the newest published policy of its repository, or the built-in one where there is none.
 */
export async function readPolicyOf(
  db: Reader,
  projectId: string,
  releaseId: string | null,
): Promise<JudgingPolicy> {
  const own = await ownPolicyVersionId(db, projectId, releaseId);
  return own === null ? readDefaultPolicy(db, projectId) : readPolicyVersion(db, own);
}

/** findOwnPolicy reads the policy that a release carries itself; null where it carries none. */
export async function findOwnPolicy(
  db: Reader,
  projectId: string,
  releaseId: string,
): Promise<JudgingPolicy | null> {
  const own = await ownPolicyVersionId(db, projectId, releaseId);
  return own === null ? null : readPolicyVersion(db, own);
}

async function ownPolicyVersionId(
  db: Reader,
  projectId: string,
  releaseId: string | null,
): Promise<string | null> {
  if (releaseId === null) return null;
  const part = await db.releaseComponent.findFirst({
    where: { projectId, releaseId, kind: "promotion_policy" },
  });
  return part?.artifactVersionId ?? null;
}

async function readDefaultPolicy(db: Reader, projectId: string): Promise<JudgingPolicy> {
  const { policyVersionId } = (await findRepositorySync(db, projectId)) ?? {};
  if (policyVersionId === null) return BUILT_IN;
  if (policyVersionId !== undefined) return readPolicyVersion(db, policyVersionId);
  const newest = await db.sighting.findFirst({
    where: { projectId, stage: "published", artifactVersion: { kind: "promotion_policy" } },
    orderBy: [{ position: "desc" }, { seenAt: "desc" }, { id: "desc" }],
  });
  return newest === null ? BUILT_IN : readPolicyVersion(db, newest.artifactVersionId);
}

async function readPolicyVersion(db: Reader, versionId: string): Promise<JudgingPolicy> {
  const version = await db.artifactVersion.findUniqueOrThrow({
    where: { id: versionId },
    include: { files: true },
  });
  const label = refOf(version);
  const [file] = version.files;
  const content = await db.content.findUnique({ where: { digest: file?.contentDigest ?? "" } });
  if (content === null)
    return { ...BUILT_IN, label, versionId, problem: `The file of ${label} is not in the registry.` };
  const read = parsePolicyYaml(content.bytes);
  if (read.ok) return { policy: read.policy, label, versionId, problem: null };
  const [first] = read.problems;
  return {
    ...BUILT_IN,
    label,
    versionId,
    problem: `${label} cannot be read: ${first?.message ?? "it is empty"}`,
  };
}
