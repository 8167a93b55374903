import { describe, expect, it } from "vitest";
import { keepBlobs, keepByCommit } from "./object-cache.ts";

const counting = <Answer>(answer: (id: string) => Answer) => {
  const asked: string[] = [];
  const read = async (id: string) => {
    asked.push(id);
    return answer(id);
  };
  return { asked, read };
};

describe("what was read of a commit", () => {
  it("is read once, and a caller that changes its copy changes nobody else's", async () => {
    const { asked, read } = counting((commit) => [`${commit}-a`, `${commit}-b`]);
    const list = keepByCommit(100, read);
    (await list("one")).pop();
    expect(await list("one")).toEqual(["one-a", "one-b"]);
    expect(asked).toEqual(["one"]);
  });

  it("is dropped where there is no more room, the longest unused first", async () => {
    const { asked, read } = counting((commit) => [commit]);
    const list = keepByCommit(4, read);
    for (const commit of ["one", "two", "one", "three", "one", "two"]) await list(commit);
    expect(asked).toEqual(["one", "two", "three", "two"]);
  });

  it("is asked again after it could not be read", async () => {
    let isAway = true;
    const list = keepByCommit(4, async (commit) => {
      if (isAway) throw new Error("away");
      return [commit];
    });
    await expect(list("one")).rejects.toThrow("away");
    isAway = false;
    expect(await list("one")).toEqual(["one"]);
  });
});

describe("a blob", () => {
  it("is read once when it was found, and asked for again when it was not", async () => {
    const { asked, read } = counting((id) => (id === "there" ? Uint8Array.of(1) : null));
    const readBlob = keepBlobs(read);
    for (const id of ["there", "there", "missing", "missing"]) await readBlob(id);
    expect(asked).toEqual(["there", "missing", "missing"]);
  });

  it("of more than a mebibyte is not kept", async () => {
    const { asked, read } = counting(() => new Uint8Array(1024 * 1024 + 1));
    const readBlob = keepBlobs(read);
    await readBlob("big");
    await readBlob("big");
    expect(asked).toEqual(["big", "big"]);
  });
});
