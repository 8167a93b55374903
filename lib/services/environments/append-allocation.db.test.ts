import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendAllocation } from "../../db/repositories/allocations.ts";
import { SEEDED_AT, type SeededProject, seedProject } from "../../db/testing/seed-project.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testing/test-database.ts";

let test: TestDatabase;
let seeded: SeededProject;

beforeAll(async () => {
  test = await createTestDatabase();
  seeded = await seedProject(test.db);
});
afterAll(() => test.drop());

const append = (releaseId: string, expectedVersion: number) =>
  test.db.$transaction((tx) =>
    appendAllocation(tx, {
      ...{ environmentId: seeded.environments.production, projectId: seeded.project.id },
      ...{ expectedVersion, controlReleaseId: releaseId, candidateReleaseId: null, shareBp: 0 },
      ...{ cause: "adopted", now: SEEDED_AT },
    }),
  );
const history = async () => {
  const rows = await test.db.allocation.findMany({ orderBy: { version: "asc" } });
  return rows.map(({ version, controlReleaseId }) => [version, controlReleaseId]);
};

describe("appending an allocation", () => {
  it("is refused when somebody was first, and leaves what is served as it is", async () => {
    await append("aaaaaaaaaa", 0);
    await append("bbbbbbbbbb", 1);
    await expect(append("cccccccccc", 1)).rejects.toMatchObject({ code: "version-conflict" });
    expect(await history()).toEqual([
      [1, "aaaaaaaaaa"],
      [2, "bbbbbbbbbb"],
    ]);
    const row = await test.db.environment.findUniqueOrThrow({
      where: { id: seeded.environments.production },
    });
    expect(row.allocationVersion).toBe(2);
  });

  it("of ten at the same moment lets one through, and leaves no gap", async () => {
    const before = await history();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => append("dddddddddd", before.length)),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect((await history()).map(([version]) => version)).toEqual([1, 2, 3]);
  });
});
