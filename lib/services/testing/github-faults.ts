import { rounds } from "../../domain/testing/rounds.ts";
import { type Fault, SECONDARY_LIMIT } from "../../git/github/testing/faults.ts";

/** Row F8 of the reliability table: what GitHub does to one request; `now` is what its clock says. */
export type GithubFault = {
  name: string;
  fault: (now: Date) => Omit<Fault, "on" | "skip">;
  /** What it asks to wait, in seconds. */
  asked?: number;
  /** What people read on the page meanwhile. */
  says: RegExp;
};

const secondsAfter = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1_000).toUTCString();

const ALL: readonly GithubFault[] = [
  { name: "does it and loses the answer", fault: () => ({ lost: "connection" }), says: /cannot be reached/ },
  {
    name: "answers 429 with a date",
    fault: (now) => ({ answer: { status: 429, headers: { "retry-after": secondsAfter(now, 400) } } }),
    asked: 400,
    says: /wait 400 seconds/,
  },
  { name: "answers 500", fault: () => ({ answer: { status: 500 } }), says: /error \(500\)/ },
  {
    name: "answers 429 with seconds",
    fault: () => ({ answer: { status: 429, headers: { "retry-after": "45" } } }),
    asked: 45,
    says: /wait 45 seconds/,
  },
  {
    name: "names its secondary limit",
    fault: () => ({ answer: { status: 403, body: SECONDARY_LIMIT } }),
    asked: 60,
    says: /wait 60 seconds/,
  },
  { name: "does it and says nothing", fault: () => ({ lost: "silence" }), says: /did not answer within/ },
  {
    name: "does it and answers something else",
    fault: () => ({ garbled: '{"message":"what?"}' }),
    says: /API promises/,
  },
  { name: "does it and answers a page", fault: () => ({ garbled: "<html>" }), says: /API promises/ },
];

/** All of them under `npm run test:faults`; `npm test` takes the first three. */
export const GITHUB_FAULTS = ALL.slice(0, rounds(3, ALL.length));
