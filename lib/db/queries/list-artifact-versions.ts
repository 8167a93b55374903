import type { artifactEndpoints } from "../../contracts/artifacts.ts";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { Reader } from "../client.ts";
import { loadVersionRows, SIGHTED, withoutRowId } from "./load-version-rows.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof artifactEndpoints.listArtifactVersions>;
type Response = ResponseOf<typeof artifactEndpoints.listArtifactVersions>;

/** listArtifactVersions reads every version that a release can be composed of, newest first. */
export async function listArtifactVersions(db: Reader, project: Project, query: Query): Promise<Response> {
  const kind = query.kind === undefined ? {} : { kind: query.kind };
  const rows = await loadVersionRows(db, { projectId: project.id, ...kind, ...SIGHTED });
  return { items: rows.map(withoutRowId) };
}
