import { describe, expect, it } from "vitest";
import { layoutSchema } from "./layout.ts";
import { readArtifacts } from "./read-artifacts.ts";
import type { HistoryEntry, KnownVersion } from "./repository-state.ts";

const LAYOUT = layoutSchema.parse({
  project: "deploybuddy",
  layout: {
    guardrail_policy: "prompts/policy/{name}@{version}.md",
    prompt: "prompts/{name}/{name}@{version}.md",
    feature_view: ["features/{name}/feature_view.py", "features/{name}/entity_keys.yaml"],
    promotion_policy: "models/{app}/promotion-policy.yaml",
    judge: { files: "judges/{name}.md", formerly: "old/{name}.md" },
    router: "router.yaml",
  },
  environments: {},
});

let clock = 0;
function commit(changes: Record<string, string | null>): HistoryEntry {
  clock += 1;
  return {
    commit: `c${clock}`,
    position: clock,
    authorName: "Ada",
    authorEmail: "ada@deploybuddy.example",
    authorEmails: ["ada@deploybuddy.example"],
    authoredAt: new Date(1_775_000_000_000 + clock),
    subject: `Commit ${clock}`,
    changes: new Map(Object.entries(changes)),
  };
}
const read = (history: HistoryEntry[], known: KnownVersion[] = []) =>
  readArtifacts(LAYOUT, { history, head: [] }, known);
const refs = (result: ReturnType<typeof read>) =>
  result.versions.map((one) => `${one.kind} ${one.name}@${one.version}${one.isAtHead ? " head" : ""}`);

const PY = "features/releases/feature_view.py";
const KEYS = "features/releases/entity_keys.yaml";

describe("versions that git counts", () => {
  it("number the commits that changed any of the files", () => {
    const history = [
      commit({ [PY]: "a", [KEYS]: "k" }),
      commit({ "README.md": "r" }),
      commit({ [PY]: "b" }),
      commit({ [KEYS]: "l" }),
    ];
    const result = read(history);
    expect(refs(result)).toEqual([
      "feature_view releases@1",
      "feature_view releases@2",
      "feature_view releases@3 head",
    ]);
    expect(result.versions[2]?.files).toEqual([
      { path: KEYS, blob: "l" },
      { path: PY, blob: "b" },
    ]);
    expect(result.versions[1]?.sightings.map((entry) => entry.subject)).toEqual([history[2]?.subject]);
  });

  it("re-use the version of bytes that come back, and go on counting", () => {
    const result = read([
      commit({ [PY]: "a" }),
      commit({ [PY]: "b" }),
      commit({ [PY]: "a" }),
      commit({ [PY]: "c" }),
    ]);
    expect(refs(result)).toEqual([
      "feature_view releases@1",
      "feature_view releases@2",
      "feature_view releases@4 head",
    ]);
    expect(result.versions[0]?.sightings).toHaveLength(2);
  });

  it("end with a deletion and go on with a return", () => {
    const gone = [commit({ [PY]: "a" }), commit({ [PY]: null })];
    expect(refs(read(gone))).toEqual(["feature_view releases@1"]);
    expect(refs(read([...gone, commit({ [PY]: "b" })]))).toEqual([
      "feature_view releases@1",
      "feature_view releases@3 head",
    ]);
  });

  it("do not count a changed mode", () => {
    expect(refs(read([commit({ [PY]: "a" }), commit({ [PY]: "a" })]))).toEqual([
      "feature_view releases@1 head",
    ]);
  });

  it("keep their stored numbers when main's history was rewritten", () => {
    const known = [1, 2, 3].map((n) => ({
      kind: "feature_view",
      name: "releases",
      version: String(n),
      files: [{ path: PY, blob: `b${n}` }],
    }));
    const result = read([commit({ [PY]: "b3" }), commit({ [PY]: "new" })], known);
    expect(refs(result)).toEqual(["feature_view releases@3", "feature_view releases@4 head"]);
    expect(result.findings.map((finding) => finding.code)).toEqual(["history_rewritten"]);
  });

  it("follow a move that the layout knows of", () => {
    const result = read([
      commit({ "old/helpful.md": "a" }),
      commit({ "old/helpful.md": null, "judges/helpful.md": "a" }),
    ]);
    expect(refs(result)).toEqual(["judge helpful@1 head"]);
  });
});

describe("versions that are in the path", () => {
  it("are what they were first; an edit is named with both contents", () => {
    const path = "prompts/support/support@2.8.md";
    const result = read([
      commit({ [path]: "a" }),
      commit({ [path]: "b" }),
      commit({ [path]: "c" }),
      commit({ [path]: "b" }),
    ]);
    expect(refs(result)).toEqual(["prompt support@2.8"]);
    expect(result.versions[0]?.files).toEqual([{ path, blob: "a" }]);
    expect(result.edits.map((edit) => [edit.published[0]?.blob, edit.edited[0]?.blob])).toEqual([
      ["a", "b"],
      ["a", "c"],
    ]);
  });

  it("stay what is stored, also when history says otherwise", () => {
    const path = "prompts/support/support@2.8.md";
    const known = [{ kind: "prompt", name: "support", version: "2.8", files: [{ path, blob: "a" }] }];
    const result = read([commit({ [path]: "b" })], known);
    expect(result.versions).toEqual([]);
    expect(result.edits).toHaveLength(1);
  });

  it("are the same after a deletion and a return", () => {
    const path = "prompts/support/support@2.8.md";
    const result = read([commit({ [path]: "a" }), commit({ [path]: null }), commit({ [path]: "a" })]);
    expect(refs(result)).toEqual(["prompt support@2.8 head"]);
    expect(result.edits).toEqual([]);
  });
});

describe("names and findings", () => {
  it("name an artifact after the app or the project where its glob has no name", () => {
    const result = read([
      commit({ "models/deploy-assistant/promotion-policy.yaml": "a", "router.yaml": "r" }),
    ]);
    expect(refs(result)).toEqual(["router deploybuddy@1 head", "promotion_policy deploy-assistant@1 head"]);
  });

  it("take any Unicode name as it is, and say when two look alike", () => {
    const nfc = "prompts/é/é@1.md".normalize("NFC");
    const nfd = nfc.normalize("NFD");
    const head = [nfc, nfd].map((path) => ({ path, blob: "a", mode: "100644" }));
    const result = readArtifacts(LAYOUT, { history: [commit({ [nfc]: "a", [nfd]: "a" })], head });
    expect(result.versions).toHaveLength(2);
    expect(result.findings.map((finding) => finding.code)).toEqual(["look_alike"]);
  });

  it("let the first kind win where two match, and report it", () => {
    const path = "prompts/policy/policy@1.md";
    const result = readArtifacts(LAYOUT, {
      history: [commit({ [path]: "a" })],
      head: [{ path, blob: "a", mode: "100644" }],
    });
    expect(refs(result)).toEqual(["guardrail_policy policy@1 head"]);
    expect(result.findings.map((finding) => finding.code)).toEqual(["two_kinds"]);
  });

  it("say when two paths of one artifact are one file on many systems", () => {
    const layout = layoutSchema.parse({
      project: "deploybuddy",
      layout: { prompt: "prompts/**/{name}@{version}.md" },
      environments: {},
    });
    const paths = ["prompts/a/x@1.md", "prompts/A/x@1.md", "prompts/b/x@1.md"];
    const head = paths.map((path) => ({ path, blob: "a", mode: "100644" }));
    const { findings } = readArtifacts(layout, { history: [], head });
    expect(findings).toMatchObject([{ path: "prompts/A/x@1.md", code: "case_collision" }]);
    expect(findings[0]?.message).toContain('"prompts/a/x@1.md"');
  });

  it("report links and submodules where files are expected", () => {
    const head = ["120000", "160000"].map((mode, n) => ({ path: `prompts/x/x@${n}.md`, blob: "a", mode }));
    const result = readArtifacts(LAYOUT, { history: [], head });
    expect(result.findings.map((finding) => finding.code)).toEqual([
      "unsupported_entry",
      "unsupported_entry",
    ]);
  });
});
