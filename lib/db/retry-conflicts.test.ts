import { expect, test, vi } from "vitest";
import { AppError } from "../domain/errors.ts";
import { isConflict, retryConflicts } from "./retry-conflicts.ts";

const deadlock = () => Object.assign(new Error("deadlock detected"), { code: "40P01" });
const wrapped = (code: string) =>
  Object.assign(new Error("raw query failed"), {
    code: "P2010",
    meta: { driverAdapterError: { cause: { originalCode: code } } },
  });

test.each([
  { name: "a deadlock", error: deadlock(), expected: true },
  { name: "a serialization failure inside Prisma's error", error: wrapped("40001"), expected: true },
  { name: "Prisma's own word for it", error: { code: "P2034" }, expected: true },
  {
    name: "one that met the audit log",
    error: new AppError("audit-unavailable", "Nothing was changed.", { internal: wrapped("40P01") }),
    expected: true,
  },
  { name: "a lock that took too long", error: wrapped("55P03"), expected: false },
  { name: "a refusal", error: new AppError("wrong-state", "It is closed."), expected: false },
  { name: "something that is no error", error: "40P01", expected: false },
])("$name is a conflict: $expected", ({ error, expected }) => expect(isConflict(error)).toBe(expected));

test("a transaction that met another one is done again, three times at most", async () => {
  const second = vi.fn().mockRejectedValueOnce(deadlock()).mockResolvedValue("done");
  expect(await retryConflicts(second)).toBe("done");
  expect(second).toHaveBeenCalledTimes(2);
  const never = vi.fn().mockRejectedValue(deadlock());
  await expect(retryConflicts(never)).rejects.toMatchObject({ code: "40P01" });
  expect(never).toHaveBeenCalledTimes(4);
});

test("what is refused is not tried again", async () => {
  const refused = vi.fn().mockRejectedValue(new AppError("wrong-state", "It is closed."));
  await expect(retryConflicts(refused)).rejects.toMatchObject({ code: "wrong-state" });
  expect(refused).toHaveBeenCalledTimes(1);
});
