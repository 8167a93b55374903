import { createId } from "../db/create-id.ts";
import { AppError } from "../domain/errors.ts";
import type { RouteHandler } from "./endpoint.ts";
import { problemResponse } from "./problem.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
type RouteMethod = (typeof METHODS)[number];

/**
 * routeMethods makes all exports of a route file: the methods it takes, and problem+json with Allow for the others.
 * HEAD and OPTIONS are always others, so that no framework default answers for us.
 */
export function routeMethods(
  handlers: Partial<Record<RouteMethod, RouteHandler>>,
): Record<RouteMethod, RouteHandler> {
  const allow = METHODS.filter((method) => handlers[method] !== undefined);
  const refuse: RouteHandler = async (request) =>
    problemResponse(new AppError("method-not-allowed", `This address takes ${allow.join(", ")}.`), {
      requestId: createId("req"),
      instance: new URL(request.url).pathname,
      allow,
    });
  return {
    GET: handlers.GET ?? refuse,
    POST: handlers.POST ?? refuse,
    PUT: handlers.PUT ?? refuse,
    PATCH: handlers.PATCH ?? refuse,
    DELETE: handlers.DELETE ?? refuse,
    HEAD: handlers.HEAD ?? refuse,
    OPTIONS: handlers.OPTIONS ?? refuse,
  };
}

/** notFoundRoute answers every method of an address that does not exist. */
export const notFoundRoute: RouteHandler = async (request) =>
  problemResponse(new AppError("not-found", "There is nothing at this address."), {
    requestId: createId("req"),
    instance: new URL(request.url).pathname,
  });
