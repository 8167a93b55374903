import type { KindName } from "../artifacts/index.ts";
import { createMatcher } from "./match-path.ts";

/** A glob that finds files in a folder, and how many. */
export type ProposedGlob = { kind: KindName; glob: string; files: readonly string[] };

/** Where repositories keep things, the narrower before the wider: a file belongs to the first that matches it. */
const USUAL_PLACES: readonly (readonly [KindName, readonly string[]])[] = [
  ["promotion_policy", ["models/{app}/promotion-policy.yaml", "promotion-policy.yaml"]],
  [
    "guardrail_policy",
    [
      ...["prompts/policy/{name}@{version}.md", "guardrails/{name}@{version}.md", "guardrails/{name}.md"],
      ...["guardrails/{name}.yaml", "policies/{name}.md", "policies/{name}.yaml"],
    ],
  ],
  [
    "golden_set",
    [
      ...["prompts/{name}/tests/{name}_golden.jsonl", "prompts/{name}/tests/*.jsonl"],
      ...["golden/{name}.jsonl", "evals/{name}.jsonl", "datasets/{name}.jsonl", "tests/{name}.jsonl"],
      ...["promptfooconfig.yaml", "promptfooconfig.yml", "promptfooconfig.json"],
    ],
  ],
  ["judge", ["judges/{name}@{version}.md", "judges/{name}.md", "judges/{name}.yaml"]],
  [
    "prompt",
    [
      ...["prompts/{name}/{name}@{version}.md", "prompts/{name}@{version}.md"],
      ...["yaml", "yml", "md", "txt", "json"].map((type) => `prompts/{name}/{version}/*.${type}`),
      ...["prompts/{name}.prompt", "prompts/{name}/*.prompt", "**/{name}.prompt"],
      ...["txt", "md", "yaml", "yml", "json", "j2"].map((type) => `prompts/{name}.${type}`),
      ...["txt", "md", "yaml", "yml", "json", "jsonl", "j2"].map((type) => `prompts/{name}/*.${type}`),
    ],
  ],
  [
    "model",
    [
      ...["models/{app}/{name}@{version}.yaml", "models/{name}@{version}.yaml", "models/{name}.yaml"],
      "config/model.yaml",
    ],
  ],
  ["feature_view", ["features/{name}/*.py", "features/{name}/*.yaml", "features/{name}.py"]],
  ["retrieval_index", ["indexes/{name}@{version}.yaml", "indexes/{name}.yaml", "index.yaml"]],
  ["tool_schema", ["tools/{name}.json", "tools/{name}.yaml"]],
  ["router", ["routers/{name}.yaml", "router.yaml"]],
  ["generation_settings", ["config/generation.yaml", "settings/{name}.yaml", "generation.yaml"]],
  ["serving_image", ["images/{name}.yaml", "serving/{name}.yaml"]],
];

/** proposeLayout says which globs would read the files of a folder, in the order in which tupelo.yaml should list them. */
export function proposeLayout(paths: readonly string[], project: string): ProposedGlob[] {
  const left = new Set(paths);
  return USUAL_PLACES.flatMap(([kind, globs]) =>
    globs.flatMap((glob): ProposedGlob[] => {
      const match = createMatcher(glob, project);
      const found = [...left]
        .map((path) => ({ path, captures: match(path) }))
        .filter((one) => one.captures !== null);
      // A folder is a version only where all of them are numbered: `v1`, `2024-06`, not `drafts`.
      const isNumbered = found.every(({ captures }) => /\d/.test(captures?.version ?? "0"));
      if (found.length === 0 || !isNumbered) return [];
      for (const { path } of found) left.delete(path);
      return [{ kind, glob, files: found.map(({ path }) => path) }];
    }),
  );
}

/** writeLayout words tupelo.yaml. Globs are quoted, because YAML reads braces and stars as something else. */
export function writeLayout(project: string, globs: readonly ProposedGlob[]): string {
  const kinds = [...new Set(globs.map(({ kind }) => kind))];
  const lines = kinds.flatMap((kind) => {
    const own = globs.filter((one) => one.kind === kind).map(({ glob }) => JSON.stringify(glob));
    return own.length === 1
      ? [`  ${kind}: ${own[0]}`]
      : [`  ${kind}:`, ...own.map((glob) => `    - ${glob}`)];
  });
  return [
    `project: ${project}`,
    "requires: [] # kinds without which a release is not promoted, such as [prompt, model]",
    lines.length === 0
      ? 'layout: {} # say where your prompts are: prompt: "prompts/{name}.md"'
      : "layout: # the first kind that matches a path wins",
    ...lines,
    "environments:",
    "  staging: { aliases: deployments/staging/aliases.yaml }",
    "  production: { aliases: deployments/production/aliases.yaml }",
    "",
  ].join("\n");
}
