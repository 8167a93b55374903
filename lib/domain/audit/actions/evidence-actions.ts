import type { ActionWords } from "./action-words.ts";

/** EVIDENCE_ACTIONS: releases, and what is known about them. */
export const EVIDENCE_ACTIONS = {
  "eval_run.uploaded": {
    words: "sent eval run {it}",
    values: "digest and format of the file, and whether it is the author's own",
  },
  "eval_session.failed": {
    words: "ended eval session {it}, which failed",
    values: "state before and after, cases done, the last error",
  },
  "eval_session.finished": {
    words: "finished eval session {it}",
    values: "state before and after, cases done, the eval run",
  },
  "eval_session.resumed": { words: "resumed eval session {it}", values: "state before and after" },
  "eval_session.running": {
    words: "took eval session {it} up",
    values: "state before and after, cases done so far",
  },
  "eval_session.started": {
    words: "started the eval runner, session {it}",
    values: "its plan, number of cases and budget",
  },
  "eval_session.stop_requested": {
    words: "asked eval session {it} to stop",
    values: "state before and after",
  },
  "eval_session.stopped": { words: "stopped eval session {it}", values: "state before and after" },
  "judge.case_labelled": { words: "labelled a case of judge {it}", values: "run, case and the label" },
  "judge.licence_granted": {
    words: "gave judge {it} a licence",
    values: "its level before and after, and the number of labels",
  },
  "model.checked": {
    words: "compared model {it} with the model registry",
    values: "the verdict, and the registry's version",
  },
  "release.created": { words: "composed release {it}", values: "manifest digest and parts" },
  "release.known_good": {
    words: "said that release {it} is known good",
    values: "the last known good release, before and after",
  },
  "release.quarantine_lifted": {
    words: "lifted the quarantine of release {it}",
    values: "whether it is quarantined, before and after",
  },
  "release.quarantined": {
    words: "quarantined release {it}",
    values: "whether it is quarantined, before and after",
  },
} as const satisfies Record<string, ActionWords>;
