import { z } from "zod";
import { isKindName, KIND_NAMES } from "../artifacts/index.ts";
import { checkGitPath } from "./check-git-path.ts";
import { globProblem } from "./match-path.ts";

/** The file at the root of an ops repository that says where everything is. */
export const LAYOUT_PATH = "tupelo.yaml";

const glob = z.string().superRefine((value, context) => {
  const problem = globProblem(value);
  if (problem !== null)
    context.addIssue({ code: "custom", message: `This glob cannot be used: ${problem}.` });
});
const globs = z.union([glob.transform((one) => [one]), z.array(glob).min(1).max(20)]);

/** A kind's globs; `formerly` names places where its history before a move is. */
const layoutEntry = z.union([
  globs.transform((files): Globs => ({ files, formerly: [] })),
  z.strictObject({ files: globs, formerly: globs.default([]) }),
]);
type Globs = { files: string[]; formerly: string[] };

const aliasesPath = z.string().superRefine((value, context) => {
  try {
    checkGitPath(value);
  } catch {
    context.addIssue({
      code: "custom",
      message: "Write a path inside the repository, such as deployments/production/aliases.yaml.",
    });
  }
});

const environment = z.strictObject({
  aliases: aliasesPath,
  followUnreviewed: z.boolean().default(false),
  reviewers: z.number().int().min(0).max(20).optional(),
  after: z.string().optional(),
});

/** Names that are part of paths, branches and flags. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "Use lower-case letters, digits and dashes.");

const kindName = z.enum(KIND_NAMES, { error: `The kinds are ${KIND_NAMES.join(", ")}.` });

const monthlyRequests = z.int().min(1).optional();

const layoutFileSchema = z
  .strictObject({
    project: slugSchema,
    requires: z.array(kindName).max(KIND_NAMES.length).default([]),
    layout: z.partialRecord(kindName, layoutEntry),
    environments: z.record(slugSchema, environment),
    /** How many requests the project answers in a month: what its static cost is counted with. */
    monthlyRequests,
  })
  .superRefine((value, context) => {
    for (const [name, { after }] of Object.entries(value.environments)) {
      if (after === undefined || (after !== name && Object.hasOwn(value.environments, after))) continue;
      const message = `There is no other environment "${after}".`;
      context.addIssue({ code: "custom", path: ["environments", name, "after"], message });
    }
  });

/** layoutSchema reads tupelo.yaml into lists, because the order of its kinds counts: the first that matches a path wins. */
export const layoutSchema = layoutFileSchema.transform(({ layout, ...rest }) => ({
  ...rest,
  kinds: Object.keys(layout)
    .filter(isKindName)
    .map((kind) => ({
      kind,
      ...(layout[kind] ?? { files: [], formerly: [] }),
    })),
}));
export type Layout = z.output<typeof layoutSchema>;

/** storedLayoutSchema reads a layout back that was stored as JSON. */
export const storedLayoutSchema: z.ZodType<Layout> = z.object({
  project: slugSchema,
  requires: z.array(kindName),
  kinds: z.array(z.object({ kind: kindName, files: z.array(z.string()), formerly: z.array(z.string()) })),
  environments: z.record(slugSchema, environment),
  monthlyRequests,
});
