import { canonicalJson } from "../../domain/canonical-json.ts";
import { AppError } from "../../domain/errors.ts";
import { type EvalConditions, evalConditions } from "../../domain/gates/unpinned.ts";

/**
 * readConditions joins what a file says it read with what its sender says (JSON). Throws `bad-request` for what cannot
 * be read, and `invalid-evals` where the two disagree.
 */
export function readConditions(ofFile: EvalConditions | null, text: string | undefined): EvalConditions {
  if (text === undefined) return ofFile ?? {};
  const sent = evalConditions.safeParse(jsonOf(text));
  if (!sent.success) {
    const [first] = sent.error.issues;
    throw new AppError(
      "bad-request",
      `conditions has to be a JSON object of references. ${first === undefined ? "" : `${first.path.join(".")}: ${first.message}`}`.trim(),
    );
  }
  const said = new Map(Object.entries(ofFile ?? {}));
  for (const [name, value] of Object.entries(sent.data)) {
    const known = said.get(name);
    if (known !== undefined && canonicalJson(known) !== canonicalJson(value)) {
      throw new AppError("invalid-evals", `The file and conditions= name different references for ${name}.`);
    }
  }
  return { ...ofFile, ...sent.data };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
