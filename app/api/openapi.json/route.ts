import { buildOpenApi } from "@/lib/contracts/openapi.ts";
import { ENDPOINTS } from "@/lib/contracts/registry.ts";
import packageJson from "@/package.json" with { type: "json" };

export const dynamic = "force-dynamic";

export function GET(): Response {
  const document = buildOpenApi(ENDPOINTS, { version: packageJson.version, cookieName: "tupelo.session" });
  return Response.json(document, { headers: { "Cache-Control": "no-store" } });
}
