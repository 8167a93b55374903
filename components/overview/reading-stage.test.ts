import { expect, test } from "vitest";
import { readingStage } from "./reading-stage.ts";

const NONE = { headCommit: null, checkedAt: null, lastError: null, findings: [] };
const READ = { ...NONE, headCommit: "0123456789abcdef", checkedAt: "2026-11-01T12:00:00.000Z" };
const finding = { path: "tupelo.yaml", code: "missing", message: "There is no tupelo.yaml." };

test.each([
  { name: "before the first look", state: NONE, count: 0, title: "Nothing was read yet", text: "step 1" },
  {
    name: "while there is no repository",
    ...{ state: { ...NONE, lastError: "The repository has no branch main yet." }, count: 0 },
    ...{
      title: "Nothing was read yet",
      text: "no branch main yet. The worker looks once a second: do step 1.",
    },
  },
  {
    name: "without tupelo.yaml",
    ...{ state: { ...READ, findings: [finding] }, count: 0 },
    ...{ title: "Read at 0123456, and found no artifact", text: "tupelo.yaml: There is no tupelo.yaml." },
  },
  {
    name: "with globs that fit nothing",
    ...{ state: READ, count: 0, title: "Read at 0123456, and found no artifact", text: "do step 2" },
  },
  { name: "with one artifact", state: READ, count: 1, title: "Read at 0123456: 1 artifact", text: "Compose" },
  {
    name: "with some and a file that could not be read",
    ...{ state: { ...READ, findings: [finding] }, count: 3 },
    ...{ title: "Read at 0123456: 3 artifacts", text: "1 could not be read" },
  },
  {
    name: "while git is away",
    ...{ state: { ...READ, lastError: "Gone." }, count: 3 },
    ...{ title: "The repository cannot be read now", text: "Gone. It is tried again." },
  },
])("a new project says how far it is $name", ({ state, count, title, text }) => {
  const stage = readingStage(state, count);
  expect(stage.title).toBe(title);
  expect(stage.text).toContain(text);
});
