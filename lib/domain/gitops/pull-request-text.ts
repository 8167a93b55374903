const MAX_TITLE_LENGTH = 120;

export type AuditReference = { seq: number; hash: string };
/** What a pull request says: `commitMessage` is for its commit, `mergeMessage` for the merge. */
export type PullRequestText = { title: string; body: string; commitMessage: string; mergeMessage: string };

/** buildPromotionText words the pull request that makes a release the desired one of an environment. */
export function buildPromotionText(input: {
  environment: string;
  releaseId: string;
  baseReleaseId: string | null;
  manifestDigest: string;
  /** A person's own words. */
  title: string;
  changes: readonly { key: string; from: string | null; to: string | null }[];
  approvedBy: readonly string[];
  /** What the gates said when this was approved, one row each. */
  gate: readonly { label: string; verdict: string; limit: string; sentence: string }[];
  /** What stood in the way then; the pull request of an approved promotion has none. */
  blockers: readonly { code: string; sentence: string }[];
  audit: AuditReference;
}): PullRequestText {
  const headline = oneLine(`Promote ${input.releaseId} to ${input.environment}: ${input.title}`);
  const from = input.baseReleaseId === null ? "the first release" : `in place of ${input.baseReleaseId}`;
  const changes = input.changes.map(
    ({ key, from: before, to: after }) =>
      `- ${oneLine(key)}: ${oneLine(before ?? "none")} -> ${oneLine(after ?? "none")}`,
  );
  const approvers = input.approvedBy.map(oneLine).join(", ") || "nobody";
  const paragraphs = [
    `${input.releaseId} becomes the desired release of ${input.environment}, ${from}.`,
    changes.join("\n"),
    gateTable("Gates when this was approved:", input.gate),
    blockerWords(input.blockers),
    `Approved by: ${approvers}`,
  ];
  return compose(headline, paragraphs, input);
}

/** gateTable is a Markdown table of gates under a line of its own; empty where there are none. */
export function gateTable(
  title: string,
  gate: readonly { label: string; verdict: string; limit: string; sentence: string }[],
): string {
  if (gate.length === 0) return "";
  const rows = gate.map(
    ({ label, verdict, limit, sentence }) =>
      `| ${[label, verdict.replaceAll("_", " "), limit, sentence].map(cell).join(" | ")} |`,
  );
  return [title, "", "| term | verdict | limit | why |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** blockerWords lists what stands in the way, one line each. */
export function blockerWords(blockers: readonly { code: string; sentence: string }[]): string {
  if (blockers.length === 0) return "Blockers: none";
  return ["Blockers:", ...blockers.map(({ code, sentence }) => `- ${code}: ${oneLine(sentence)}`)].join("\n");
}

/** Text of a file or a person stays in its cell, and starts neither a link nor a mention. */
function cell(text: string): string {
  return oneLine(text).replace(/[\\|`<>@[\]]/g, "\\$&");
}

/** buildReconciliationText words the pull request that lets git agree with what is served. */
export function buildReconciliationText(input: {
  environment: string;
  servedReleaseId: string;
  desiredReleaseId: string | null;
  manifestDigest: string;
  reason: string;
  actor: string;
  audit: AuditReference;
}): PullRequestText {
  const headline = oneLine(`Reconcile ${input.environment}: ${input.servedReleaseId} is served`);
  const paragraphs = [
    `${input.environment} serves ${input.servedReleaseId}; git asked for ${input.desiredReleaseId ?? "nothing"}. This lets git agree.`,
    `Changed by ${oneLine(input.actor)}, who said:`,
    quote(input.reason),
  ];
  return compose(headline, paragraphs, input);
}

function compose(
  headline: string,
  paragraphs: readonly string[],
  { manifestDigest, audit }: { manifestDigest: string; audit: AuditReference },
): PullRequestText {
  const trailers = [
    `Tupelo-Manifest: ${oneLine(manifestDigest)}`,
    `Tupelo-Audit: ${audit.seq} ${oneLine(audit.hash)}`,
  ].join("\n");
  const body = paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
  return {
    title: headline,
    body: `${body}\n\n${trailers}\n`,
    commitMessage: `${headline}\n\n${body}\n\n${trailers}\n`,
    mergeMessage: `Merge: ${headline}\n\n${trailers}\n`,
  };
}

/** oneLine keeps text from people on its line: it can neither start a paragraph nor pass for a trailer. */
export function oneLine(text: string): string {
  const cleaned = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\s]+/gu, " ").trim();
  const characters = Array.from(cleaned);
  return characters.length <= MAX_TITLE_LENGTH
    ? cleaned
    : `${characters.slice(0, MAX_TITLE_LENGTH - 1).join("")}…`;
}

/** A reason may have several lines; a mark before each keeps them apart from our own. */
function quote(text: string): string {
  const lines = text.split(/[\r\n\u0085\u2028\u2029\v\f]+/).filter((line) => line.trim() !== "");
  return lines.map((line) => `> ${line.replace(/\p{Cc}/gu, " ").trim()}`).join("\n");
}
