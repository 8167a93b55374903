/**
 * Who may import whom. Each layer names the layers below it; everything else of ours is refused, so that a new folder
 * has to be placed before it can be used. There is no list of exceptions.
 */
const OURS = "^(app|components|lib|sdk|cli|scripts|demo|e2e)/|^[^/]+\\.(ts|tsx|js|mjs|cjs)$";
const TEST = "\\.test\\.(ts|tsx|mjs)$|/testing/|/fixtures/";
const DOMAIN = "lib/domain";
/** Reads what files say, with libraries and without I/O: whoever has bytes may use it, an adapter too. */
const CONTENTS = "lib/contents";
const ADAPTERS = ["lib/db", "lib/git", "lib/evals", "lib/notify", "lib/egress", "lib/registries"];
const BELOW_PROCESSES = ["lib/services", ...ADAPTERS, "lib/contracts", CONTENTS, DOMAIN];

/** layer -> what it may import besides itself */
const LAYERS = {
  "lib/domain": [],
  "lib/contents": [DOMAIN],
  "lib/contracts": [DOMAIN],
  "lib/client": ["lib/contracts", DOMAIN],
  components: ["lib/client", "sdk", "lib/contracts", DOMAIN],
  // Read models answer in the shape that a contract declares; repositories know no contract (see the rule below).
  "lib/db": ["lib/contracts", CONTENTS, DOMAIN],
  "lib/git": [CONTENTS, DOMAIN],
  "lib/evals": [CONTENTS, DOMAIN],
  "lib/notify": [DOMAIN],
  "lib/egress": [DOMAIN],
  "lib/registries": [DOMAIN],
  "lib/services": [...ADAPTERS, "lib/contracts", CONTENTS, DOMAIN],
  "lib/server": BELOW_PROCESSES,
  "lib/dataplane": BELOW_PROCESSES,
  "lib/worker": BELOW_PROCESSES,
  "app/api": ["lib/services", "lib/server", "lib/worker", "lib/contracts", DOMAIN],
  cli: ["lib/contracts", "lib/git", "lib/evals", CONTENTS, DOMAIN],
};

const layerRules = Object.entries(LAYERS).map(([layer, below]) => ({
  name: `${layer.replace("/", "-")}-imports-only-what-is-below`,
  comment: `${layer} may import ${below.length === 0 ? "nothing else of ours" : below.join(", ")}.`,
  severity: "error",
  from: { path: `^${layer}/` },
  to: { path: OURS, pathNot: [layer, ...below].map((folder) => `^${folder}/`) },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: "pages-import-only-what-is-below",
      comment:
        "Pages draw components, and read through lib/db/queries and lib/server; every write goes over the API.",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/api/" },
      to: {
        path: OURS,
        pathNot: [
          ...["^app/(?!api/)", "^components/", "^lib/client/", "^lib/contracts/", "^lib/domain/"],
          ...["^lib/db/queries/", "^lib/server/"],
        ],
      },
    },
    {
      name: "only-read-models-know-contracts",
      comment: "lib/db/queries answers what a contract declares; the rest of lib/db does not know the API.",
      severity: "error",
      from: { path: "^lib/db/(?!queries/)", pathNot: TEST },
      to: { path: "^lib/contracts/" },
    },
    {
      name: "services-import-only-types-of-contracts",
      comment: "Services know the shape of what they answer, not the declarations of endpoints.",
      severity: "error",
      from: { path: "^lib/services/", pathNot: TEST },
      to: { path: "^lib/contracts/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "domain-uses-only-zod-and-canonicalize",
      comment: "The domain is pure: no other package, and nothing of Node.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: TEST },
      to: { path: "node_modules/", pathNot: "node_modules/(zod|canonicalize)/" },
    },
    {
      name: "domain-uses-nothing-of-node",
      comment: "The domain does no I/O; only lib/domain/digest.ts may use node:crypto.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: [TEST, "^lib/domain/digest\\.ts$"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "contents-uses-nothing-of-node",
      comment: "lib/contents reads what it is given: no files, no network, no processes.",
      severity: "error",
      from: { path: "^lib/contents/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "digest-uses-only-node-crypto",
      comment: "lib/domain/digest.ts is the one place that hashes; it does nothing else with Node.",
      severity: "error",
      from: { path: "^lib/domain/digest\\.ts$" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "browser-code-uses-nothing-of-node",
      comment: "What the browser draws and sends runs without Node.",
      severity: "error",
      from: { path: "^(components|lib/client)/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "sdk-imports-only-itself",
      comment:
        "Gateways install the SDK's folder alone; its tests hold it against the domain and the data plane.",
      severity: "error",
      from: { path: "^sdk/", pathNot: TEST },
      to: { path: OURS, pathNot: "^sdk/" },
    },
    {
      name: "sdk-has-no-dependencies",
      comment: "Gateways install the SDK alone; types of others are free.",
      severity: "error",
      from: { path: "^sdk/", pathNot: TEST },
      to: { path: "node_modules/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "product-imports-no-tests",
      comment: "What is shipped does not depend on tests or their tools.",
      severity: "error",
      from: { path: "^(app|components|lib|sdk|cli)/", pathNot: TEST },
      to: { path: TEST, pathNot: "node_modules/" },
    },
    {
      name: "no-circular-imports",
      comment: "Two files that need each other are one file, or lack a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "imports-can-be-found",
      comment: "An import that is not found would pass every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^lib/db/generated/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
