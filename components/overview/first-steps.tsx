import type { ReactNode } from "react";
import { FirstReading } from "@/components/overview/first-reading.tsx";
import { CommandLine } from "@/components/ui/command-line.tsx";
import { Section } from "@/components/ui/section.tsx";

type FirstStepsProps = { project: string; gitHost: string; repository: string };

const LAYOUT = (project: string) => `project: ${project}
requires: [prompt, model]
layout:
  prompt: prompts/{name}/{name}@{version}.md
  model: models/{app}/{name}@{version}.yaml
environments:
  staging: { aliases: deployments/staging/aliases.yaml }
  production: { aliases: deployments/production/aliases.yaml, reviewers: 1 }`;

function Step({ title, command, children }: { title: string; command: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-col gap-1.5">
      <p className="font-semibold">{title}</p>
      <p className="text-neutral">{children}</p>
      <CommandLine command={command} />
    </li>
  );
}

/** How the repository gets to where the server reads it. */
function RepositoryStep({ gitHost, repository }: Omit<FirstStepsProps, "project">) {
  if (gitHost === "local") {
    return (
      <Step
        title="1. Put the ops repository where the server looks"
        command={`git init --bare "$OPS_REPO_DIR/${repository}"\ngit push "$OPS_REPO_DIR/${repository}" HEAD:main`}
      >
        Any git repository works; no file has to move. OPS_REPO_DIR is the folder that the server was started
        with.
      </Step>
    );
  }
  return (
    <Step
      title="1. Push the ops repository to its git host"
      command={`git push https://github.com/${repository}.git HEAD:main`}
    >
      Any git repository works; no file has to move. The server reads it with the access that it was started
      with.
    </Step>
  );
}

/** FirstSteps: what to do in a project that has nothing yet, with the exact commands. */
export function FirstSteps({ project, gitHost, repository }: FirstStepsProps) {
  return (
    <Section title="What to do first">
      <FirstReading project={project} />
      <ol className="flex max-w-3xl flex-col gap-4">
        <RepositoryStep gitHost={gitHost} repository={repository} />
        <Step title="2. Say in tupelo.yaml, at its root, where your files are" command={LAYOUT(project)}>
          Each file that a glob names becomes an artifact version within seconds after the push.
        </Step>
        <Step
          title="3. Make an API key for your gateway and for CI"
          command={'export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20YOUR_KEY"'}
        >
          In Settings, API keys: scopes flags:evaluate and traces:write for the gateway; releases:write and
          evals:write for CI. Requests appear here once their spans arrive.
        </Step>
      </ol>
    </Section>
  );
}
