import { notFoundRoute } from "@/lib/server/not-found-route.ts";

export {
  notFoundRoute as DELETE,
  notFoundRoute as GET,
  notFoundRoute as HEAD,
  notFoundRoute as OPTIONS,
  notFoundRoute as PATCH,
  notFoundRoute as POST,
  notFoundRoute as PUT,
};
