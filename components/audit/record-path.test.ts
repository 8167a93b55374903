import { expect, it } from "vitest";
import { buildChain } from "@/lib/domain/audit/testing/build-chain.ts";
import { recordPath } from "./record-path.ts";

const [event] = buildChain(1);
const pathOf = (resourceKind: string, resourceId: string) =>
  event && recordPath({ ...event, before: null, after: null, resourceKind, resourceId })?.path;

it.each([
  ["promotion", "41", "/promotions/41"],
  ["rollout", "27", "/rollouts/27"],
  ["eval_session", "3", "/evals/sessions/3"],
  ["release", "f91be2a454", "/releases/f91be2a454"],
  ["environment", "production", "/environments/production"],
  ["judge", "tone/strict@2", "/judges/tone%2Fstrict"],
])("leads from a %s to its page", (kind, id, path) => {
  expect(pathOf(kind, id)).toBe(path);
});

it.each([
  ["what has no page", "api_key", "key_1"],
  ["an id that is none", "promotion", "../settings"],
  ["a kind that every object has", "constructor", "1"],
])("leads nowhere from %s", (_name, kind, id) => {
  expect(pathOf(kind, id)).toBeUndefined();
});
