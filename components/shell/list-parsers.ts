import { parseAsString } from "nuqs";

/** listParsers: what a list keeps in the address, so that a link shows the same rows. */
export const listParsers = {
  search: parseAsString.withDefault(""),
  cursor: parseAsString,
};
