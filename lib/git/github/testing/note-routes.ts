import { z } from "zod";
import { type GithubState, type StoredComment, typeOf } from "./github-state.ts";
import { type GithubCall, notFound, type Reply, type Route, refusal } from "./route.ts";

/** Comments, statuses and reviews, and the repository itself. */
export const NOTE_ROUTES: readonly Route[] = [
  { method: "GET", path: /^$/, answer: getRepository },
  { method: "GET", path: /^\/issues\/(\d+)\/comments$/, answer: listComments },
  { method: "POST", path: /^\/issues\/(\d+)\/comments$/, answer: createComment },
  { method: "PATCH", path: /^\/issues\/comments\/(\d+)$/, answer: updateComment },
  { method: "POST", path: /^\/statuses\/([0-9a-f]{40})$/, answer: createStatus },
  { method: "GET", path: /^\/pulls\/(\d+)\/reviews$/, answer: listReviews },
];

function getRepository({ owner, name }: GithubState): Reply {
  return { status: 200, body: { id: 77, name, full_name: `${owner}/${name}`, default_branch: "main" } };
}

function commentBody({ id, body, login }: StoredComment) {
  return { id, body, user: { login } };
}

function listComments(state: GithubState, { parts: [issue], query }: GithubCall): Reply {
  if (!state.pulls.has(Number(issue))) return notFound();
  const found = state.comments.filter((comment) => comment.issue === Number(issue));
  return { status: 200, body: pageOf(found, query).map(commentBody) };
}

const text = z.strictObject({ body: z.string().min(1) });

function createComment(state: GithubState, call: GithubCall): Reply {
  const issue = Number(call.parts[0]);
  if (!state.pulls.has(issue)) return notFound();
  const comment = { id: state.nextId(), issue, login: state.login, body: text.parse(call.body).body };
  state.comments.push(comment);
  return { status: 201, body: commentBody(comment) };
}

function updateComment(state: GithubState, call: GithubCall): Reply {
  const comment = state.comments.find(({ id }) => id === Number(call.parts[0]));
  if (comment === undefined) return notFound();
  comment.body = text.parse(call.body).body;
  return { status: 200, body: commentBody(comment) };
}

const newStatus = z.strictObject({
  state: z.enum(["pending", "success", "failure"]),
  context: z.string().min(1),
  description: z.string().max(140),
  target_url: z.url(),
});

async function createStatus(state: GithubState, call: GithubCall): Promise<Reply> {
  const commit = call.parts[0] ?? "";
  const { target_url: targetUrl, ...status } = newStatus.parse(call.body);
  if ((await typeOf(state, commit)) !== "commit") return refusal(422, `No commit found for SHA: ${commit}`);
  const id = state.nextId();
  state.statuses.push({ ...status, targetUrl, id, commit });
  return { status: 201, body: { id, ...status } };
}

function listReviews(state: GithubState, { parts: [number], query }: GithubCall): Reply {
  if (!state.pulls.has(Number(number))) return notFound();
  const reviews = pageOf(state.reviews.get(Number(number)) ?? [], query).map((review) => ({
    ...{ id: review.id, user: { login: review.reviewer }, state: review.state.toUpperCase() },
    ...{ commit_id: review.commit, submitted_at: review.at.toISOString() },
  }));
  return { status: 200, body: reviews };
}

function pageOf<T>(items: readonly T[], query: URLSearchParams): T[] {
  const size = Number(query.get("per_page") ?? 30);
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  return items.slice(start, start + size);
}
