import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkBoundaries } from "../lib/boundaries.mjs";

const LAYERS = [
  "lib/domain",
  "lib/contents",
  "lib/contracts",
  "lib/client",
  "sdk",
  "components",
  "lib/db",
  "lib/git",
  "lib/evals",
  "lib/egress",
  "lib/registries",
].concat(["lib/notify", "lib/services", "lib/server", "lib/dataplane", "lib/worker", "app/api", "cli"]);

/** rule -> the file that breaks it, and what it says */
const PLANTED = [
  [
    "lib-domain-imports-only-what-is-below",
    "lib/domain/bad.ts",
    `import { x } from "../db/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-contents-imports-only-what-is-below",
    "lib/contents/bad.ts",
    `import { x } from "../evals/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-contracts-imports-only-what-is-below",
    "lib/contracts/bad.ts",
    `import { x } from "../db/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-client-imports-only-what-is-below",
    "lib/client/bad.ts",
    `import { x } from "../services/a.ts";\nexport const y = x;`,
  ],
  ["sdk-imports-only-itself", "sdk/bad.ts", `import { x } from "../lib/domain/a.ts";\nexport const y = x;`],
  [
    "components-imports-only-what-is-below",
    "components/bad.tsx",
    `import { x } from "@/lib/db/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-db-imports-only-what-is-below",
    "lib/db/bad.ts",
    `import { x } from "../services/a.ts";\nexport const y = x;`,
  ],
  [
    "only-read-models-know-contracts",
    "lib/db/bad.ts",
    `import { x } from "../contracts/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-git-imports-only-what-is-below",
    "lib/git/bad.ts",
    `import { x } from "../db/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-evals-imports-only-what-is-below",
    "lib/evals/bad.ts",
    `import { x } from "../git/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-notify-imports-only-what-is-below",
    "lib/notify/bad.ts",
    `import { x } from "../db/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-egress-imports-only-what-is-below",
    "lib/egress/bad.ts",
    `import { x } from "../db/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-registries-imports-only-what-is-below",
    "lib/registries/bad.ts",
    `import { x } from "../egress/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-services-imports-only-what-is-below",
    "lib/services/bad.ts",
    `import { x } from "../server/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-server-imports-only-what-is-below",
    "lib/server/bad.ts",
    `import { x } from "../worker/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-dataplane-imports-only-what-is-below",
    "lib/dataplane/bad.ts",
    `import { x } from "../server/a.ts";\nexport const y = x;`,
  ],
  [
    "lib-worker-imports-only-what-is-below",
    "lib/worker/bad.ts",
    `import { x } from "../dataplane/a.ts";\nexport const y = x;`,
  ],
  [
    "app-api-imports-only-what-is-below",
    "app/api/bad/route.ts",
    `import { x } from "@/lib/db/a.ts";\nexport const GET = x;`,
  ],
  [
    "cli-imports-only-what-is-below",
    "cli/bad.ts",
    `import { x } from "../lib/services/a.ts";\nexport const y = x;`,
  ],
  [
    "pages-import-only-what-is-below",
    "app/bad/page.tsx",
    `import { x } from "@/lib/services/a.ts";\nexport default x;`,
  ],
  [
    "services-import-only-types-of-contracts",
    "lib/services/bad.ts",
    `import { x } from "../contracts/a.ts";\nexport const y = x;`,
  ],
  [
    "domain-uses-only-zod-and-canonicalize",
    "lib/domain/bad.ts",
    `import { parse } from "yaml";\nexport const y = parse;`,
  ],
  [
    "domain-uses-nothing-of-node",
    "lib/domain/bad.ts",
    `import { createHash } from "node:crypto";\nexport const y = createHash;`,
  ],
  [
    "contents-uses-nothing-of-node",
    "lib/contents/bad.ts",
    `import { readFileSync } from "node:fs";\nexport const y = readFileSync;`,
  ],
  [
    "digest-uses-only-node-crypto",
    "lib/domain/digest.ts",
    `import { readFileSync } from "node:fs";\nexport const y = readFileSync;`,
  ],
  [
    "browser-code-uses-nothing-of-node",
    "components/bad.tsx",
    `import { join } from "node:path";\nexport const y = join;`,
  ],
  ["sdk-has-no-dependencies", "sdk/bad.ts", `import { z } from "zod";\nexport const y = z;`],
  ["product-imports-no-tests", "lib/db/bad.ts", `import { x } from "./testing/a.ts";\nexport const y = x;`],
  ["no-circular-imports", "lib/domain/bad.ts", `import { z } from "./worse.ts";\nexport const y = () => z;`],
  ["imports-can-be-found", "lib/domain/bad.ts", `import { x } from "./nowhere.ts";\nexport const y = x;`],
  [
    "browser-code-cannot-reach-digest",
    "components/bad.tsx",
    `import { x } from "@/lib/contracts/hashes.ts";\nexport const y = x;`,
  ],
];

/** @type {string} */
let root;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "tupelo-boundaries-"));
  symlinkSync(path.resolve("node_modules"), path.join(root, "node_modules"));
  write("tsconfig.json", `{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }`);
  for (const layer of LAYERS) write(`${layer}/a.ts`, "export const x = 1;");
  write("lib/db/testing/a.ts", "export const x = 1;");
  write("lib/domain/digest.ts", `import { createHash } from "node:crypto";\nexport const x = createHash;`);
  write("lib/domain/worse.ts", `import type { y } from "./bad.ts";\nexport const z = (v: typeof y) => v;`);
  write("lib/domain/bad.ts", "export const y = () => 1;");
  write(
    "lib/contracts/hashes.ts",
    `import { x as hash } from "../domain/digest.ts";\nexport const x = hash;`,
  );
  write(
    "lib/contracts/shape.ts",
    `import type { x } from "../domain/digest.ts";\nexport type Shape = typeof x;`,
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the import rule", () => {
  test("accepts what each layer may import, and types of what it may not reach", async () => {
    write("lib/domain/worse.ts", "export const z = 1;");
    write(
      "lib/domain/good.ts",
      `import { z } from "zod";\nimport c from "canonicalize";\nexport const y = [z, c];`,
    );
    write(
      "lib/services/good.ts",
      `import type { Shape } from "../contracts/shape.ts";\nexport type Y = Shape;`,
    );
    write(
      "components/good.tsx",
      `import type { Shape } from "@/lib/contracts/shape.ts";\nexport type Y = Shape;`,
    );
    write("lib/contents/good.ts", `import { parse } from "yaml";\nexport const y = parse;`);
    write("lib/git/good.ts", `import { y } from "../contents/good.ts";\nexport const z = y;`);
    write("lib/db/queries/list.ts", `import { x } from "../../domain/a.ts";\nexport const y = x;`);
    write("app/good/page.tsx", `import { y } from "@/lib/db/queries/list.ts";\nexport default y;`);
    write("app/api/good/route.ts", `import { x } from "@/lib/services/a.ts";\nexport const GET = x;`);
    expect((await checkBoundaries(root)).violations).toEqual([]);
  });

  test.each(PLANTED)("%s fires on a planted %s", async (rule, file, content) => {
    write(file, content);
    const { violations } = await checkBoundaries(root);
    expect(violations.map((violation) => violation.rule)).toContain(rule);
  });

  test("every rule of the configuration is planted here", async () => {
    const { forbidden } = (await import("./dependency-cruiser.cjs")).default;
    const names = (forbidden ?? []).map((rule) => rule.name ?? "");
    expect(PLANTED.map(([rule]) => rule).sort()).toEqual(
      [...names, "browser-code-cannot-reach-digest"].sort(),
    );
  });
});

/** @param {string} file @param {string} content */
function write(file, content) {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), `${content}\n`);
}
