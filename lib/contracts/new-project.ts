import { z } from "zod";
import { GIT_HOST_KINDS } from "../domain/gitops/check-repository.ts";
import { line, slug } from "./common.ts";

/** What is said of a new project. Paths on the server and addresses of other hosts are refused (bad-repository). */
export const newProject = z.strictObject({
  slug,
  name: line(100),
  /** Where the ops repository is; `local` where it is not said. */
  gitHost: z.enum(GIT_HOST_KINDS).optional(),
  /** On the local host the name of a folder of the server; on GitHub `owner/name`, or its address there. */
  repository: line(200),
});
