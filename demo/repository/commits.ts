const JIN = { name: "Jin Park", email: "jin.park@deploybuddy.example" };
const OKAFOR = { name: "Ada Okafor", email: "ada.okafor@deploybuddy.example" };
export const MEI = { name: "Mei Tanaka", email: "mei.tanaka@deploybuddy.example" };
const JONAS = { name: "Jonas Weber", email: "jonas.weber@deploybuddy.example" };

/** One commit of the demo. `older` writes a path from a file of history/; `release` adds manifest and aliases. */
export type DemoCommit = {
  author: { name: string; email: string };
  hoursAgo: number;
  message: string;
  files?: readonly string[];
  older?: Readonly<Record<string, string>>;
  release?: boolean;
};

const FEATURE_VIEW = "features/releases/feature_view.py";
const DAY = 24;

/** The story of the ops repository, oldest first. The fourth and fifth change of the feature view are releases@4 and @5. */
export const DEMO_COMMITS: readonly DemoCommit[] = [
  {
    author: JIN,
    hoursAgo: 63 * DAY,
    message: "Start the ops repository with the support prompt",
    files: ["README.md", "tupelo.yaml", "prompts/support/support@2.7.md", "models/deploy-assistant/lora@1.8.yaml"],
  },
  {
    author: MEI,
    hoursAgo: 61 * DAY,
    message: "Serve the recent failure count of a service",
    files: ["features/releases/entity_keys.yaml"],
    older: { [FEATURE_VIEW]: "feature-view-1.py" },
  },
  {
    author: JONAS,
    hoursAgo: 58 * DAY,
    message: "Pin guardrails, judge and golden set\n\nWithout them two evaluations cannot be compared.",
    files: [
      "prompts/policy/support-safety@1.4.md",
      "judges/groundedness@6.md",
      "prompts/support/tests/support_golden.jsonl",
    ],
  },
  {
    author: MEI,
    hoursAgo: 52 * DAY,
    message: "Add the average queue time to the release features",
    older: { [FEATURE_VIEW]: "feature-view-2.py" },
  },
  {
    author: JONAS,
    hoursAgo: 47 * DAY,
    message: "Build the runbook index from the March snapshot",
    files: ["indexes/runbooks@14.yaml"],
  },
  {
    author: MEI,
    hoursAgo: 40 * DAY,
    message: "Embed release patterns, normalised the same way offline and online",
    older: { [FEATURE_VIEW]: "feature-view-3.py" },
  },
  {
    author: JIN,
    hoursAgo: 31 * DAY,
    message: "Write support 2.8: cite passages, give SLA estimates in hours",
    files: ["prompts/support/support@2.8.md"],
  },
  {
    author: JONAS,
    hoursAgo: 28 * DAY,
    message: "Ask for steps in Europe\n\nA release that carries this policy starts with one user in a hundred.",
    files: ["models/deploy-assistant-eu/promotion-policy.yaml"],
  },
  {
    author: JONAS,
    hoursAgo: 27 * DAY,
    message: "Register adapter 1.9 and the promotion policy",
    files: ["models/deploy-assistant/lora@1.9.yaml", "models/deploy-assistant/promotion-policy.yaml"],
  },
  {
    author: MEI,
    hoursAgo: 20 * DAY,
    message: "Move the release features to sentence@3 and a window of 30 days",
    older: { [FEATURE_VIEW]: "feature-view-4.py" },
  },
  {
    author: OKAFOR,
    hoursAgo: 18 * DAY,
    message: "Serve the first pinned release in all environments",
    release: true,
  },
  {
    author: JIN,
    hoursAgo: 6 * DAY,
    message: "Write support 2.9: think step by step",
    files: ["prompts/support/support@2.9.md"],
  },
  {
    author: JONAS,
    hoursAgo: 5 * DAY,
    message: "Register adapter 2.0",
    files: ["models/deploy-assistant/lora@2.0.yaml"],
  },
  {
    author: MEI,
    hoursAgo: 3 * DAY,
    message: "Materialise release embeddings in the streaming job\n\nQueue time and failures are fresh within a minute.",
    older: { [FEATURE_VIEW]: "feature-view-5.py" },
  },
  {
    author: JIN,
    hoursAgo: 30,
    message: "Write support 2.8.1: answer first, then explain",
    files: ["prompts/support/support@2.8.1.md"],
  },
];
