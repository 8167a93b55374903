import { readdirSync } from "node:fs";
import path from "node:path";
import type { RouteHandler } from "../../../lib/server/endpoint.ts";

const ROOT = path.join(import.meta.dirname, "../v1");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** listRoutes finds every handler below app/api/v1: `GET /api/v1/projects/{project}` to its function. */
export async function listRoutes(): Promise<Map<string, RouteHandler>> {
  const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
    (file) => path.basename(file) === "route.ts",
  );
  const routes = new Map<string, RouteHandler>();
  for (const file of files) {
    const address = `/api/v1/${path.dirname(file)}`.replace(/\[(\w+)\]/g, "{$1}");
    const module: Record<string, unknown> = await import(path.join(ROOT, file));
    for (const method of METHODS) {
      const handler = module[method];
      if (isHandler(handler)) routes.set(`${method} ${address}`, handler);
    }
  }
  return routes;
}

function isHandler(value: unknown): value is RouteHandler {
  return typeof value === "function";
}
