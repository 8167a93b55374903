import { z } from "zod";
import type { GithubClient, GithubRequest } from "./github-client.ts";

const PAGE_SIZE = 100;
/** 10,000 of anything here is a loop, not a list. */
const MAX_PAGES = 100;

/** listPages reads a whole list; null where `allow` lets GitHub say that it is not there. */
export async function listPages<T>(
  client: GithubClient,
  request: GithubRequest,
  item: z.ZodType<T>,
): Promise<T[] | null> {
  const items: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const found = await readPage(client, request, item, page);
    if (found === null) return null;
    items.push(...found);
    if (found.length < PAGE_SIZE) break;
  }
  return items;
}

/** readPage reads one page of a hundred; a shorter one is the last. */
export async function readPage<T>(
  client: GithubClient,
  request: GithubRequest,
  item: z.ZodType<T>,
  page: number,
): Promise<T[] | null> {
  const params = { ...request.params, per_page: PAGE_SIZE, page };
  const answer = await client.send({ ...request, params });
  if (answer.status !== 200) return null;
  return client.parse(z.array(item), answer, request.action);
}
