import { PRODUCTION } from "./classify-desired.ts";

/**
 * mainEnvironment is the one that is meant where nobody names one: production, or the last that a release goes through
 * where no environment is called so. Null where there is none.
 */
export function mainEnvironment<T extends { name: string }>(inOrder: readonly T[]): T | null {
  return inOrder.find(({ name }) => name === PRODUCTION) ?? inOrder.at(-1) ?? null;
}
