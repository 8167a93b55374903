import { statfs } from "node:fs/promises";
import { Failure } from "./failure.mjs";

/**
 * assertFreeSpace refuses to begin when a folder's disk has less than what the work will write.
 * @param {string} folder an existing folder @param {number} neededMiB
 */
export async function assertFreeSpace(folder, neededMiB) {
  const { bavail, bsize } = await statfs(folder);
  const freeMiB = Math.floor((bavail * bsize) / 1024 / 1024);
  if (freeMiB >= neededMiB) return;
  throw new Failure(
    `The disk of ${folder} has ${freeMiB} MiB left and ${neededMiB} MiB are needed: free some space and start again.`,
  );
}
