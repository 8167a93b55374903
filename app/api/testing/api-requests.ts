import { createHmac } from "node:crypto";
import { type ApiFacts, PASSWORD } from "../../../lib/services/testing/api-facts.ts";
import { evalFile } from "../../../lib/services/testing/eval-file.ts";

/** A request that its endpoint answers with success, if the right person sends it. */
export type ValidRequest = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  /** The person who may, where more than a role decides. */
  by?: keyof ApiFacts["people"];
};

/** Beside these facts, what only an empty installation has. */
export type RequestFacts = ApiFacts & { setupToken: string };

/** A webhook as GitHub sends it; `body` is sent as it stands. */
export function signedHook(
  secret: string,
  body: string,
  { event = "push", delivery = "72d3162e-cc78-11e3-81ab-4c9367dc0958" } = {},
): ValidRequest {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return {
    body: Buffer.from(body),
    headers: {
      "x-github-event": event,
      "x-github-delivery": delivery,
      "x-hub-signature-256": `sha256=${signature}`,
    },
  };
}

/** What steers a rollout that nobody has touched yet. */
const steering = (number: number): ValidRequest => ({
  params: { number: `${number}` },
  body: { reason: "The west is slow.", expectedVersion: 1 },
});

/**
 * VALID_REQUESTS holds one valid request for every endpoint, by operation id. A new endpoint adds its line here, and
 * is then walked by the tests of access, audit failure and foreign ids.
 */
export const VALID_REQUESTS: Record<string, (facts: RequestFacts) => ValidRequest> = {
  getSession: () => ({}),
  deleteSession: () => ({}),
  stepUp: () => ({ body: { password: PASSWORD } }),
  setUp: ({ setupToken }) => ({
    body: {
      ...{ token: setupToken, name: "Ada", email: "ada@example.com", password: PASSWORD },
      project: { slug: "first", name: "First", repository: "first.git" },
    },
  }),
  getAccount: () => ({}),
  changePassword: () => ({ body: { currentPassword: PASSWORD, newPassword: `${PASSWORD} anew` } }),
  unlinkIdentity: () => ({ params: { provider: "github" } }),
  listSessions: () => ({}),
  endSession: ({ sessionRef }) => ({ params: { sessionId: sessionRef } }),
  signOutEverywhere: () => ({ body: { scope: "others" } }),
  listMembers: () => ({}),
  changeMemberRole: ({ removable }) => ({
    params: { accountId: removable },
    body: { action: "grant", role: "author" },
  }),
  listGroupGrants: () => ({}),
  addGroupGrant: () => ({ body: { groupName: "release-approvers", role: "reviewer" } }),
  removeGroupGrant: ({ groupGrantId }) => ({ params: { grantId: groupGrantId } }),
  removeMember: ({ removable }) => ({ params: { accountId: removable } }),
  createInvite: () => ({ body: { email: "new@example.com", grants: [{ role: "viewer" }] } }),
  acceptInvite: ({ inviteToken }) => ({
    body: { token: inviteToken, name: "New", email: "newcomer@example.com", password: PASSWORD },
  }),
  listInvites: () => ({}),
  revokeInvite: ({ inviteId }) => ({ params: { inviteId } }),
  listApiKeys: () => ({}),
  createApiKey: () => ({ body: { name: "ci", scopes: ["read"], expiresInDays: 30 } }),
  rotateApiKey: ({ keyId }) => ({ params: { keyId }, body: { overlapDays: 1, expiresInDays: 30 } }),
  revokeApiKey: ({ keyId }) => ({ params: { keyId } }),
  listProjects: () => ({}),
  listRepositories: () => ({}),
  createProject: () => ({
    body: { project: { slug: "gamma", name: "Gamma", gitHost: "local", repository: "gamma.git" } },
  }),
  getRepository: () => ({}),
  listArtifacts: () => ({}),
  listArtifactVersions: () => ({}),
  getArtifact: () => ({ params: { kind: "prompt", name: "support" } }),
  getArtifactVersion: () => ({ params: { kind: "prompt", name: "support", version: "1" } }),
  getPrompt: () => ({ params: { name: "support", version: "1" } }),
  renderPrompt: () => ({
    params: { name: "support", version: "1" },
    body: { values: [{ name: "question", value: "Why?" }] },
  }),
  checkModel: () => ({ params: { name: "lora", version: "1" }, body: {} }),
  getModelChecks: () => ({ params: { name: "lora", version: "1" } }),
  listUnregisteredPrompts: () => ({}),
  createRelease: () => ({ body: { components: [{ kind: "prompt", name: "support", version: "5" }] } }),
  listReleases: () => ({}),
  getRelease: ({ served }) => ({ params: { releaseId: served } }),
  getReleaseGates: ({ candidate }) => ({ params: { releaseId: candidate } }),
  diffReleases: ({ candidate, served }) => ({ params: { releaseId: candidate, otherId: served } }),
  listBlockers: ({ candidate }) => ({
    params: { releaseId: candidate },
    query: { environment: "production" },
  }),
  uploadEvalRun: ({ candidate }) => ({
    query: { release: candidate },
    body: evalFile({ score: 0.98 }),
    by: "reviewer",
  }),
  listEvalRuns: () => ({}),
  getEvalRun: ({ evalNumber }) => ({ params: { number: `${evalNumber}` } }),
  listEvalCases: ({ evalNumber }) => ({ params: { number: `${evalNumber}` } }),
  getEvalCase: ({ evalNumber }) => ({ params: { number: `${evalNumber}`, position: "0" } }),
  exportEvalCases: ({ evalNumber }) => ({ params: { number: `${evalNumber}` } }),
  downloadEvalFile: ({ evalNumber }) => ({ params: { number: `${evalNumber}` } }),
  compareRuns: ({ served, candidate }) => ({
    query: { controlRelease: served, candidateRelease: candidate },
  }),
  listComparedCases: ({ evalNumber }) => ({
    query: { control: `${evalNumber}`, candidate: `${evalNumber}` },
  }),
  getComparedCase: ({ evalNumber }) => ({
    query: { control: `${evalNumber}`, candidate: `${evalNumber}`, caseId: "c1" },
  }),
  getJudge: ({ judge }) => ({ params: { name: judge.name } }),
  listCasesToLabel: ({ judge }) => ({ params: { name: judge.name, version: judge.version }, by: "reviewer" }),
  labelCase: ({ judge }) => ({
    params: { name: judge.name, version: judge.version },
    body: { runNumber: judge.runNumber, position: 0, passed: true },
    by: "reviewer",
  }),
  grantLicence: ({ judge }) => ({
    params: { name: judge.name, version: judge.version },
    body: { level: "report_only", reason: "Nobody has labelled its verdicts yet." },
    by: "reviewer",
  }),
  startEvalSession: ({ evalSessions }) => ({ body: { releaseId: evalSessions.releaseId } }),
  listEvalSessions: () => ({}),
  getEvalSession: ({ evalSessions }) => ({ params: { number: `${evalSessions.queued}` } }),
  stopEvalSession: ({ evalSessions }) => ({ params: { number: `${evalSessions.queued}` }, body: {} }),
  resumeEvalSession: ({ evalSessions }) => ({ params: { number: `${evalSessions.stopped}` }, body: {} }),
  createPromotion: ({ firstRelease }) => ({
    body: { releaseId: firstRelease, environment: "production", title: "Back to the first" },
  }),
  listPromotions: () => ({}),
  getPromotion: ({ promotionNumber }) => ({ params: { number: `${promotionNumber}` } }),
  reviewPromotion: ({ promotionNumber, subject }) => ({
    params: { number: `${promotionNumber}` },
    body: { decision: "approve", comment: "Looks right.", subject },
    by: "reviewer",
  }),
  recomposePromotion: ({ proposed }) => ({ params: { number: `${proposed.moved}` }, body: {} }),
  withdrawPromotion: ({ promotionNumber }) => ({
    params: { number: `${promotionNumber}` },
    body: { reason: "Not now." },
  }),
  listFreezes: () => ({ params: { environment: "production" } }),
  planFreeze: ({ now }) => ({
    params: { environment: "production" },
    body: {
      startsAt: now.toISOString(),
      endsAt: new Date(now.getTime() + 86_400_000).toISOString(),
      reason: "A long weekend.",
    },
  }),
  endFreeze: ({ proposed }) => ({ params: { id: proposed.freezeId }, body: {} }),
  getProjectSettings: () => ({}),
  changeProjectSettings: () => ({
    body: {
      name: "Deploybuddy",
      minReviewers: 2,
      requiredKinds: [],
      onCallContact: null,
      onCallAccountId: null,
      reconciliationHours: 1,
      postReviewHours: 24,
      onlySignedTraffic: false,
      expectedVersion: 1,
    },
  }),
  listEnvironments: () => ({}),
  getEnvironment: () => ({ params: { environment: "production" } }),
  rollBack: ({ allocationVersion }) => ({
    params: { environment: "production" },
    body: { reason: "latency breach", expectedVersion: allocationVersion },
  }),
  endCooldown: ({ handmade }) => ({
    params: { environment: handmade.environment },
    body: { reason: "The cause is known and gone.", expectedVersion: 1 },
    by: "reviewer",
  }),
  markKnownGood: ({ served }) => ({
    params: { environment: "production" },
    body: { releaseId: served, reason: "Watched it for two days." },
    by: "reviewer",
  }),
  getRollout: ({ rolloutNumber }) => ({ params: { number: `${rolloutNumber}` } }),
  listRollouts: () => ({}),
  pauseRollout: ({ steered }) => steering(steered.stepping),
  resumeRollout: ({ steered }) => steering(steered.paused),
  advanceRolloutByHand: ({ steered }) => steering(steered.stepping),
  promoteRolloutNow: ({ steered }) => steering(steered.paused),
  abortRollout: ({ steered }) => steering(steered.stepping),
  listDecisions: ({ rolloutNumber }) => ({ params: { number: `${rolloutNumber}` } }),
  listReconciliations: () => ({}),
  recheckReconciliation: ({ reconciliationNumber }) => ({
    params: { number: `${reconciliationNumber}` },
    body: {},
  }),
  takeOverReconciliation: ({ handmade }) => ({ params: { number: `${handmade.unreviewed}` }, body: {} }),
  remindReconciliation: ({ handmade }) => ({ params: { number: `${handmade.unreviewed}` }, body: {} }),
  askReconciliationReview: ({ handmade }) => ({ params: { number: `${handmade.unreviewed}` }, body: {} }),
  restoreReconciliation: ({ handmade }) => ({ params: { number: `${handmade.unreviewed}` }, body: {} }),
  postReviewReconciliation: ({ handmade }) => ({
    params: { number: `${handmade.unseen}` },
    body: { comment: "It was right to go back." },
    by: "reviewer",
  }),
  listHistoryRewrites: () => ({}),
  acceptHistory: ({ handmade }) => ({
    body: { rewriteId: handmade.rewriteId, reason: "A key was taken out of the history." },
  }),
  listQuarantine: () => ({}),
  liftQuarantine: ({ quarantined }) => ({
    params: { releaseId: quarantined },
    body: { reason: "The cause was the network." },
    by: "reviewer",
  }),
  listRequests: () => ({ query: { hours: "744" } }),
  getServedAt: () => ({ params: { environment: "production" }, query: { at: "2026-05-06T09:00:00Z" } }),
  getSeries: () => ({ params: { environment: "production" }, query: { metric: "latency_ms" } }),
  getLineage: ({ requestId }) => ({ params: { requestId } }),
  listNotificationTargets: () => ({}),
  createNotificationTarget: () => ({
    body: { kind: "webhook", address: "https://hooks.example.com/tupelo", events: ["rolled_back"] },
  }),
  changeNotificationTarget: ({ told }) => ({
    params: { targetId: told.targetId },
    body: { events: ["rolled_back"], isEnabled: false, expectedVersion: 1 },
  }),
  rotateNotificationSecret: ({ told }) => ({
    params: { targetId: told.targetId },
    body: { endOldSecret: false, expectedVersion: 1 },
  }),
  testNotificationTarget: ({ told }) => ({ params: { targetId: told.targetId }, body: {} }),
  listNotifications: () => ({}),
  retryNotificationDelivery: ({ told }) => ({ params: { deliveryId: told.deliveryId }, body: {} }),
  receiveGitHook: ({ hookSecret }) =>
    signedHook(hookSecret, '{"repository":{"full_name":"deploybuddy/ops"}}'),
  getGitHook: () => ({}),
  rotateGitHookSecret: () => ({ body: { endOldSecret: false } }),
  endGitHook: () => ({}),
  listAudit: () => ({}),
  exportAudit: () => ({}),
};
