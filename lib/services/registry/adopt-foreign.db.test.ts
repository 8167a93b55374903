import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listStoredVersions } from "../../db/repositories/registry.ts";
import { findRepositorySync } from "../../db/repositories/registry-sync.ts";
import { seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";
import { proposeLayout, writeLayout } from "../../domain/gitops/propose-layout.ts";
import { createLocalHost } from "../../git/local-host.ts";
import { createTempRepository } from "../../git/testing/temp-repository.ts";
import { getArtifactVersion } from "../artifacts/get-artifact-version.ts";
import { getPrompt } from "../prompts/get-prompt.ts";
import { createRelease } from "../releases/create-release.ts";
import { testContext } from "../testing/test-context.ts";
import { syncRepository } from "./sync-repository.ts";

type Files = Record<string, string>;
type Team = {
  /** Commits, oldest first. */
  commits: Files[];
  refs: string[];
  /** What the model is given, by the reference of a prompt. */
  texts: Record<string, string[]>;
};

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const serialised = (name: string, kwargs: unknown) => ({
  ...{ lc: 1, type: "constructor", id: ["langchain", "prompts", name] },
  kwargs,
});
const said = (name: string, template: string) =>
  serialised(name, { prompt: serialised("PromptTemplate", { template, template_format: "mustache" }) });

const TEAMS: [string, Team][] = [
  [
    "text files in one folder",
    {
      commits: [
        { "prompts/greeting.txt": "Greet {{user}}.\n", "prompts/farewell.txt": "Say goodbye.\n" },
        { "prompts/greeting.txt": "Greet {{user}} by name.\n", "src/app.py": "print('hello')\n" },
      ],
      refs: ["farewell@1", "greeting@1", "greeting@2"],
      texts: { "greeting@2": ["Greet {{user}} by name.\n"], "farewell@1": ["Say goodbye.\n"] },
    },
  ],
  [
    "a folder per prompt and version",
    {
      commits: [
        { "prompts/triage/v1/prompt.yaml": "template: Sort {{ticket}}.\n" },
        {
          "prompts/triage/v2/prompt.yaml":
            "messages:\n  - role: system\n    content: Sort.\n  - role: user\n    content: '{{ticket}}'\n",
        },
      ],
      refs: ["triage@v1", "triage@v2"],
      texts: { "triage@v1": ["Sort {{ticket}}."], "triage@v2": ["Sort.", "{{ticket}}"] },
    },
  ],
  [
    "exports of Langfuse",
    {
      commits: [
        {
          "prompts/support.json": json({
            ...{ name: "support", type: "chat", version: 7, labels: ["production"], tags: [] },
            prompt: [
              { role: "system", content: "Help {{user}}.\nBe brief." },
              { type: "placeholder", name: "history" },
            ],
            config: { model: "gpt-4o", temperature: 0.2 },
          }),
          "prompts/title.json": json({ name: "title", type: "text", version: 1, prompt: "Name {{topic}}." }),
        },
      ],
      refs: ["support@1", "title@1"],
      texts: { "support@1": ["Help {{user}}.\nBe brief.", "{{history}}"], "title@1": ["Name {{topic}}."] },
    },
  ],
  [
    "manifests of LangSmith",
    {
      commits: [
        {
          "prompts/router/prompt.json": json({
            commit_hash: "1f0c",
            manifest: serialised("ChatPromptTemplate", {
              messages: [
                said("SystemMessagePromptTemplate", "Route it."),
                said("HumanMessagePromptTemplate", "{{question}}"),
              ],
              input_variables: ["question"],
            }),
          }),
        },
      ],
      refs: ["router@1"],
      texts: { "router@1": ["Route it.", "{{question}}"] },
    },
  ],
  [
    "promptfoo",
    {
      commits: [
        {
          "promptfooconfig.yaml":
            "prompts: [file://prompts/answer.txt, file://prompts/chat.json]\nproviders: [openai:gpt-4o-2024-08-06]\ntests:\n" +
            "  - vars: { question: When? }\n    assert: [{ type: contains, value: hours }]\n",
          "prompts/answer.txt": "Answer {{question}}.\n",
          "prompts/chat.json": json([
            { role: "system", content: "Answer." },
            { role: "user", content: "{{question}}" },
          ]),
        },
      ],
      refs: ["answer@1", "chat@1", "promptfoo@1"],
      texts: { "answer@1": ["Answer {{question}}.\n"], "chat@1": ["Answer.", "{{question}}"] },
    },
  ],
  [
    "Dotprompt",
    {
      commits: [
        {
          "prompts/menu.prompt":
            "---\nmodel: googleai/gemini-1.5-flash\ninput:\n  schema:\n    theme: string\n---\nSuggest {{theme}}.\n",
          "src/dinner.prompt": "---\nmodel: googleai/gemini-1.5-flash\n---\nCook {{dish}}.\n",
        },
      ],
      refs: ["dinner@1", "menu@1"],
      texts: { "menu@1": ["Suggest {{theme}}.\n"], "dinner@1": ["Cook {{dish}}.\n"] },
    },
  ],
  [
    "a folder per prompt in a language of its own",
    {
      commits: [
        { "prompts/écrire/system.j2": "Écris à {{ nom }}.\n", "prompts/écrire/examples.jsonl": '{"q":1}\n' },
        { "prompts/écrire/examples.jsonl": '{"q":2}\n' },
        { "prompts/plan.yml": "system: Plan {{day}}.\nsteps: [look, act]\n" },
      ],
      refs: ["plan@1", "écrire@1", "écrire@2"],
      texts: {
        "plan@1": ["system: Plan {{day}}.\nsteps: [look, act]\n"],
        "écrire@2": ["Écris à {{ nom }}.\n"],
      },
    },
  ],
];

describe("adopting the repository of another team", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it.each(TEAMS)(
    "reads %s as it is, without moving a file, and composes a release of it",
    async (name, team) => {
      const slug = name.split(" ").at(-1)?.toLowerCase() ?? "";
      const { project, principals } = await seedProject(database.db, { slug });
      const repository = createTempRepository();
      try {
        for (const files of team.commits) repository.commit({ files });
        const paths = [...new Set(team.commits.flatMap(Object.keys))].sort();
        repository.commit({ files: { "tupelo.yaml": writeLayout(slug, proposeLayout(paths, slug)) } });
        const gitHostFor = () => createLocalHost({ directory: repository.directory });
        const ctx = testContext(database.db, principals.author, { gitHostFor });
        const outcome = await syncRepository(ctx, project);

        const stored = await listStoredVersions(database.db, project.id);
        expect(stored.map((one) => `${one.name}@${one.version}`).sort()).toEqual(team.refs);
        expect(outcome).toMatchObject({ newVersions: team.refs.length, findings: 0 });
        expect((await findRepositorySync(database.db, project.id))?.findings).toEqual([]);
        for (const { kind, name: artifact, version } of stored) {
          const shown = await getArtifactVersion(ctx, {
            params: { project: slug, kind, name: artifact, version },
          });
          expect(shown.problems.filter(({ severity }) => severity === "error")).toEqual([]);
        }
        for (const [ref, texts] of Object.entries(team.texts)) {
          const [artifact = "", version = ""] = ref.split("@");
          const prompt = await getPrompt(ctx, { params: { project: slug, name: artifact, version } });
          expect(prompt.texts.map(({ text }) => text)).toEqual(texts);
        }
        const onePerArtifact = new Map(stored.map((one) => [`${one.kind}/${one.name}`, one]));
        const components = [...onePerArtifact.values()].map(({ kind, name, version }) => ({
          kind,
          name,
          version,
        }));
        const release = await createRelease(ctx, { params: { project: slug }, body: { components } });
        expect(release).toMatchObject({ created: true, id: expect.stringMatching(/^[0-9a-f]{10}$/) });
      } finally {
        repository.remove();
      }
    },
  );
});
