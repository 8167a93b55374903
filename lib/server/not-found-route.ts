import { createId } from "../db/create-id.ts";
import { AppError } from "../domain/errors.ts";
import type { RouteHandler } from "./endpoint.ts";
import { problemResponse } from "./problem.ts";

/** notFoundRoute answers every method of an address below /api that does not exist. */
export const notFoundRoute: RouteHandler = async (request) =>
  problemResponse(new AppError("not-found", "There is nothing at this address."), {
    requestId: createId("req"),
    instance: new URL(request.url).pathname,
  });
