import type { Endpoint } from "../../../lib/contracts/endpoint.ts";
import { PERMISSIONS } from "../../../lib/domain/access/permissions.ts";
import type { ValidRequest } from "./api-requests.ts";
import type { Caller } from "./api-world.ts";

/** allowedCaller is somebody whose role alone is enough for an endpoint, or the one whom its request names. */
export function allowedCaller({ permission }: Endpoint, by: ValidRequest["by"]): Caller {
  if (permission === "public" || permission === "signature") return "anonymous";
  if (by !== undefined) return { person: by };
  if (permission === "signed-in") return { person: "viewer" };
  if (permission === "installation:manage") return { person: "admin" };
  const [role] = PERMISSIONS[permission].roles;
  return { person: role };
}
