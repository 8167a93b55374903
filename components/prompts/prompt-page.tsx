"use client";

import { EvalRunTable } from "@/components/evals/eval-run-table.tsx";
import { Page, WithRail } from "@/components/layout/page.tsx";
import { useShortcut } from "@/components/layout/use-shortcut.ts";
import { PromptDiff } from "@/components/prompts/prompt-diff.tsx";
import { PromptHead } from "@/components/prompts/prompt-head.tsx";
import { PromptLint } from "@/components/prompts/prompt-lint.tsx";
import { PromptRail } from "@/components/prompts/prompt-rail.tsx";
import { PromptRender } from "@/components/prompts/prompt-render.tsx";
import { PromptResults } from "@/components/prompts/prompt-results.tsx";
import { PromptText } from "@/components/prompts/prompt-text.tsx";
import { PromptUsage } from "@/components/prompts/prompt-usage.tsx";
import { PromptVariables } from "@/components/prompts/prompt-variables.tsx";
import { PROMPT_TABS, type PromptTab, usePromptView } from "@/components/prompts/prompt-view.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Callout } from "@/components/ui/callout.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Tabs } from "@/components/ui/tabs.tsx";
import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { promptEndpoints } from "@/lib/contracts/prompts.ts";
import { assertNever } from "@/lib/domain/assert-never.ts";

type PromptDetail = ResponseOf<typeof promptEndpoints.getPrompt>;
type PromptPageProps = {
  project: string;
  initial: ResponseOf<typeof artifactEndpoints.getArtifact>;
};

const LABELS = {
  diff: "Diff",
  text: "Text",
  lint: "Lint",
  evals: "Evals",
  usage: "Used by",
} as const satisfies Record<PromptTab, string>;

function countOf(tab: PromptTab, prompt: PromptDetail): number | undefined {
  if (tab === "lint")
    return prompt.lint.filter(({ verdict }) => verdict === "fail" || verdict === "review").length;
  if (tab === "evals") return prompt.evalRuns.length;
  return tab === "usage" ? prompt.usedBy.length : undefined;
}

/** What a diff starts from: what is served, else the version before, else any other. */
function defaultBase(prompt: PromptDetail): string | null {
  const { servedVersion, version, tokens, versions } = prompt;
  if (servedVersion !== null && servedVersion !== version) return servedVersion;
  return tokens.previousVersion ?? versions.find((each) => each.version !== version)?.version ?? null;
}

type PanelProps = { project: string; prompt: PromptDetail; tab: PromptTab };

function Panel({ project, prompt, tab }: PanelProps) {
  const [view] = usePromptView();
  const { name, version, versions } = prompt;
  const others = versions.map((each) => each.version).filter((each) => each !== version);
  const base = view.base !== null && others.includes(view.base) ? view.base : defaultBase(prompt);
  const baseAnswer = useEndpoint(
    promptEndpoints.getPrompt,
    { params: { project, name, version: base ?? version } },
    { isOn: base !== null && tab === "diff" },
  );
  switch (tab) {
    case "diff":
      return (
        <>
          <PromptDiff {...{ project, name, version, base, others }} servedVersion={prompt.servedVersion} />
          <PromptLint rows={prompt.lint} />
          <div className="grid gap-6 md:grid-cols-2">
            <PromptVariables variables={prompt.variables} />
            <PromptResults
              prompt={prompt}
              base={baseAnswer.data?.version === base ? (baseAnswer.data ?? null) : null}
            />
          </div>
        </>
      );
    case "text":
      return (
        <>
          <PromptText files={prompt.files} line={view.line} />
          <PromptRender key={version} {...{ project, name, version }} variables={prompt.variables} />
        </>
      );
    case "lint":
      return (
        <>
          <PromptLint rows={prompt.lint} />
          <PromptVariables variables={prompt.variables} />
        </>
      );
    case "evals":
      return (
        <Section title="Evals" meta="runs of the releases made of this version, newest first">
          {prompt.evalRuns.length === 0 ? (
            <p className="rounded-md border px-4 py-3 text-neutral">
              No eval run has measured a release with this version.
            </p>
          ) : (
            <EvalRunTable project={project} items={prompt.evalRuns} />
          )}
        </Section>
      );
    case "usage":
      return <PromptUsage project={project} prompt={prompt} />;
    default:
      return assertNever(tab);
  }
}

/** PromptPage: one version of a prompt: what changed, what is wrong with it, what it costs, where it is used. */
export function PromptPage({ project, initial }: PromptPageProps) {
  const { name } = initial;
  const [view, setView] = usePromptView();
  const artifact = useEndpoint(
    artifactEndpoints.getArtifact,
    { params: { project, kind: "prompt", name } },
    { initialData: initial, refetchMs: 15_000 },
  );
  const { versions, findings } = artifact.data ?? initial;
  const place = Math.max(
    0,
    versions.findIndex((each) => each.version === view.version),
  );
  const row = versions[place];
  const answer = useEndpoint(
    promptEndpoints.getPrompt,
    { params: { project, name, version: row?.version ?? "" } },
    { isOn: row !== undefined },
  );
  const step = (by: number) => {
    const next = versions[place + by];
    if (next) setView({ version: next.version, line: null });
  };
  useShortcut({ keys: "[", label: "Older version", onPress: () => step(1) });
  useShortcut({ keys: "]", label: "Newer version", onPress: () => step(-1) });
  if (!row) return null;
  // While another version is read, the last one's answer is still here; it is not shown under the new name.
  const prompt = answer.data?.version === row.version ? answer.data : null;
  return (
    <Page>
      <PromptHead project={project} row={row} prompt={prompt} />
      <ProblemCard error={artifact.error ?? answer.error} />
      {view.version !== null && view.version !== row.version ? (
        <Callout role="warn" title={`There is no version ${view.version}`}>
          This is the newest one, {row.version}.
        </Callout>
      ) : null}
      {findings.map((finding) => (
        <Callout key={finding.path + finding.code} {...FINDING} title={finding.message}>
          <span className="mono">{finding.path}</span> {finding.code}
        </Callout>
      ))}
      {prompt === null ? (
        answer.error ? null : (
          <SkeletonRows count={10} />
        )
      ) : (
        <WithRail rail={<PromptRail project={project} prompt={prompt} />}>
          <Tabs
            items={PROMPT_TABS.map((tab) => ({
              value: tab,
              label: LABELS[tab],
              count: countOf(tab, prompt),
            }))}
            value={view.tab}
            onChange={(next) => setView({ tab: PROMPT_TABS.find((tab) => tab === next) ?? "diff" })}
            label="Parts of this version"
          >
            <div className="flex min-w-0 flex-col gap-6">
              <Panel project={project} prompt={prompt} tab={view.tab} />
            </div>
          </Tabs>
        </WithRail>
      )}
    </Page>
  );
}

const FINDING = { role: "warn" } as const;
