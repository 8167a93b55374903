import type { ActionWords } from "./action-words.ts";

const SETTINGS = "every setting, before and after";

/** PROJECT_ACTIONS: a project's settings, its ops repository, its news, and its audit log. */
export const PROJECT_ACTIONS = {
  "audit.checkpoints_lost": {
    words: "found the checkpoint file without a checkpoint that it had",
    values: "the checkpoint that was known, and where the file starts again",
  },
  "audit.exported": {
    words: "exported the audit log",
    values: "format, filter, number of events, and the file's digest",
  },
  "notification_delivery.retried": {
    words: "started delivery {it} again",
    values: "state and tries, before and after",
  },
  "notification_target.changed": {
    words: "changed where news goes, target {it}",
    values: "the news it takes and whether it is on, before and after",
  },
  "notification_target.created": {
    words: "added a target for news, {it}",
    values: "kind, shown address and news",
  },
  "notification_target.disabled": {
    words: "switched target {it} off",
    values: "whether it is on, before and after",
  },
  "notification_target.secret_rotated": {
    words: "gave target {it} a new secret",
    values: "whether the old one signs for a while",
  },
  "notification_target.tested": { words: "sent target {it} a test message", values: "the delivery" },
  "project.created": { words: "made project {it}", values: "name, repository and environments" },
  "project.floor_lowered": { words: "lowered a floor of project {it}", values: SETTINGS },
  "project.settings_changed": { words: "changed the settings of project {it}", values: SETTINGS },
  "registry.layout_changed": {
    words: "read a new layout: where the ops repository keeps its files",
    values: "the commit and every rule of tupelo.yaml, before and after",
  },
  "registry.synced": {
    words: "read the ops repository",
    values: "the commit, before and after; new versions and what each environment names",
  },
  "repository.history_accepted": {
    words: "accepted the rewritten history of the ops repository",
    values: "main's commit, before and after",
  },
  "repository.history_rewritten": {
    words: "found that the history of the ops repository was rewritten",
    values: "main's commit, before and after",
  },
} as const satisfies Record<string, ActionWords>;
