import type pg from "pg";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { RequestRow, requestListEndpoints } from "../../contracts/request-list.ts";
import { AppError } from "../../domain/errors.ts";
import { type FoldedRequest, foldRequests, type ListedCall } from "../../domain/lineage/fold-requests.ts";
import { timeSlices } from "../../domain/lineage/time-slices.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { type CallFilter, type CallPosition, listCalls } from "../traces/list-calls.ts";
import type { Project } from "./projects.ts";

type List = typeof requestListEndpoints.listRequests;

const HOUR_MS = 3_600_000;
/** A page that takes longer to fill is answered as far as it got, and goes on from there. */
const LOOK_MS = 2_000;
/** Agents call several times per request: so many calls are read per row at most. */
const CALLS_PER_ROW = 4;

/**
 * listRequests reads the newest requests that fit, looking back in ever longer slices of time, so that a busy project
 * is not read as a whole. A page may be short or empty and still have a next one: then `lookedBackTo` says how far it
 * looked. Throws bad-cursor.
 */
export async function listRequests(
  traces: pg.Pool,
  project: Project,
  query: QueryOf<List>,
  now: Date,
): Promise<ResponseOf<List>> {
  const after = positionOf(decodeCursor(project.id, query.cursor));
  const until = after?.startedAt ?? new Date(query.before ?? now);
  const newest = new Date(query.before ?? now);
  const from = new Date(newest.getTime() - query.hours * HOUR_MS);
  // The row that the page before ended with may share its millisecond with the next.
  const slices = timeSlices(from, after === null ? until : new Date(until.getTime() + 1));
  const limit = query.limit * CALLS_PER_ROW;
  const startedAt = performance.now();
  const calls: ListedCall[] = [];
  let lookedBackTo = from;
  for (const slice of slices) {
    const ask = { slice, filter: filterOf(query), after, limit: limit - calls.length };
    calls.push(...(await listCalls(traces, project.id, ask)));
    lookedBackTo = slice.from;
    const isFull = calls.length >= limit || foldRequests(calls).length > query.limit;
    if (isFull || performance.now() - startedAt > LOOK_MS) break;
  }
  return pageOf(project, query, { calls, limit, lookedBackTo, from });
}

type Looked = { calls: ListedCall[]; limit: number; lookedBackTo: Date; from: Date };

function pageOf(project: Project, query: QueryOf<List>, looked: Looked): ResponseOf<List> {
  const folded = foldRequests(looked.calls);
  const shown = folded.slice(0, query.limit);
  const ids = new Set(shown.map(({ lead }) => lead.requestId));
  const isCut = folded.length > shown.length;
  const used = isCut ? untilOther(looked.calls, ids) : looked.calls;
  const last = used.at(-1);
  const isFull = isCut || looked.calls.length >= looked.limit;
  const isDone = !isFull && looked.lookedBackTo.getTime() <= looked.from.getTime();
  const end: CallPosition =
    isFull && last !== undefined ? last : { startedAt: looked.lookedBackTo, spanId: "" };
  return {
    items: shown.map(toRow),
    nextCursor: isDone ? null : encodeCursor(project.id, `${end.startedAt.toISOString()} ${end.spanId}`),
    lookedBackTo: (isFull ? end.startedAt : looked.lookedBackTo).toISOString(),
  };
}

/** The calls before the first that belongs to a request of the next page. */
function untilOther(calls: readonly ListedCall[], ids: ReadonlySet<string>): readonly ListedCall[] {
  const index = calls.findIndex(({ requestId }) => !ids.has(requestId));
  return index < 0 ? calls : calls.slice(0, index);
}

function filterOf(query: QueryOf<List>): CallFilter {
  const { environment, release: releaseId, arm, region, status } = query;
  return { environment, releaseId, arm, region, status, isUnattributed: query.unattributed === "true" };
}

function positionOf(text: string | null): CallPosition | null {
  if (text === null) return null;
  const [at = "", spanId = ""] = text.split(" ");
  const startedAt = new Date(at);
  if (Number.isNaN(startedAt.getTime()))
    throw new AppError("bad-cursor", "This page of the list does not exist; start at its beginning.");
  return { startedAt, spanId };
}

function toRow({ lead, callCount, totalTokens, costUsd, failed }: FoldedRequest): RequestRow {
  const { requestId, environment, region, releaseId, claimedRelease, arm, model, ttftMs, latencyMs } = lead;
  return {
    ...{ requestId, environment, region, releaseId, claimedRelease, arm, model, ttftMs, latencyMs },
    ...{ callCount, totalTokens, costUsd },
    startedAt: lead.startedAt.toISOString(),
    status: failed === null ? "ok" : "error",
    errorType: failed?.errorType ?? null,
  };
}
