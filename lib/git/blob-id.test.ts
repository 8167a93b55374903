import { expect, it } from "vitest";
import { blobIdOf } from "./blob-id.ts";

// Made with `git hash-object --stdin`, in a repository of each object format.
it.each([
  { text: "", id: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" },
  { text: "hello\n", id: "ce013625030ba8dba906f756967f9e9ca394464a" },
  { text: "", id: "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813" },
])("a blob of $text has the id that git gives it: $id", ({ text, id }) => {
  expect(blobIdOf(new TextEncoder().encode(text), id.length)).toBe(id);
});
