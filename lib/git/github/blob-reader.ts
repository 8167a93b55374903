import { blobIdOf } from "../blob-id.ts";
import { assertObjectId } from "../object-id.ts";
import { assertVisible } from "./assert-visible.ts";
import type { GithubClient } from "./github-client.ts";
import { MAX_BLOB_BYTES, type TreeReader } from "./tree-reader.ts";

const ACTION = "read the files";

/**
 * readGithubBlob reads a blob's bytes as they are. Null where GitHub does not have it, or where it is larger than
 * 10 MiB; then its size stands in `largeBlobs`. Bytes that are not those of the blob are GitUnavailable.
 */
export async function readGithubBlob(
  client: GithubClient,
  { largeBlobs }: Pick<TreeReader, "largeBlobs">,
  blob: string,
): Promise<Uint8Array | null> {
  if (largeBlobs.has(assertObjectId(blob))) return null;
  const answer = await client.send({
    route: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
    params: { file_sha: blob },
    headers: { accept: "application/vnd.github.raw+json" },
    action: ACTION,
    allow: [404],
    maxBytes: MAX_BLOB_BYTES,
  });
  if (answer.status === 404) {
    await assertVisible(client);
    return null;
  }
  if (!answer.isCut) {
    // Any text is a file's content: only its id tells it from the page of a proxy in between.
    const isTheBlob = blobIdOf(answer.body, blob.length) === blob;
    return isTheBlob ? answer.body : client.fail({ kind: "not_as_promised", action: ACTION });
  }
  largeBlobs.set(blob, Number(answer.headers["content-length"] ?? MAX_BLOB_BYTES + 1));
  return null;
}
