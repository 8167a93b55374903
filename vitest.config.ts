import { defineConfig } from "vitest/config";

const everywhere = ["node_modules/**", ".next/**", ".data/**", "e2e/**"];

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx,mjs}"],
          exclude: [...everywhere, "**/*.db.test.ts", "**/*.slow.test.{ts,mjs}"],
          // A property takes a second; on a machine that is busy with something else, many.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.db.test.ts", "**/*.slow.test.{ts,mjs}"],
          exclude: everywhere,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
