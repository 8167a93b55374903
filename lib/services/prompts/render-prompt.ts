import { countTokens, encodingOf } from "../../contents/count-tokens.ts";
import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promptEndpoints } from "../../contracts/prompts.ts";
import { getPromptFiles } from "../../db/queries/get-prompt.ts";
import { AppError } from "../../domain/errors.ts";
import { renderPrompt as render } from "../../domain/prompts/render-prompt.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { readPrompt } from "./describe-prompt.ts";

type Declaration = typeof promptEndpoints.renderPrompt;
type Input = { params: ParamsOf<Declaration>; body: BodyOf<Declaration> };

/** A template that repeats a long value many times is a bomb; no model takes this much. Unit: UTF-16 code units. */
const MAX_RENDERED = 2_000_000;

/** renderPrompt fills example values into a prompt version for a member; it stores nothing and runs nothing. */
export async function renderPrompt(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { prompt } = readPrompt(await getPromptFiles(ctx.db, project, input.params));
  const values = new Map(input.body.values.map(({ name, value }) => [name, value]));
  if (prompt.problems.some(({ code }) => code === "too_many_placeholders"))
    throw new AppError("invalid", "This prompt has too many placeholders to be filled in.");
  const growth = prompt.used.reduce((sum, { name }) => sum + (values.get(name)?.length ?? 0), 0);
  if (growth > MAX_RENDERED) {
    throw new AppError("invalid", "These values make the prompt longer than any model takes: shorten them.", {
      errors: [{ pointer: "/values", message: "Too long where they are filled in." }],
    });
  }
  const { text, texts, unresolved, unknown } = render(prompt, values);
  const { encoding } = encodingOf(prompt.model?.name ?? "");
  return { text, texts, unresolved, unknown, tokens: countTokens(text, encoding) };
}
