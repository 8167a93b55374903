import { afterEach, expect, test, vi } from "vitest";
import { environmentOf, productEnvironment } from "./product.mjs";
import { readSettings } from "./settings.mjs";

const GIVEN = {
  EVAL_ENDPOINT_URL: "https://models.example/v1",
  EVAL_MODEL: "small",
  EVAL_JUDGE_MODEL: "grader",
  EGRESS_ALLOW: "models.internal:8000",
  MLFLOW_TRACKING_URI: "https://mlflow.example",
};
const OF_CONSOLE = {
  MLFLOW_TRACKING_TOKEN: "mlflow-token",
  OIDC_CLIENT_SECRET: "oidc-secret",
  GITHUB_OAUTH_SECRET: "github-secret",
};
const OF_WORKER = {
  EVAL_ENDPOINT_KEY: "sk-endpoint",
  GITHUB_TOKEN: "github-token",
  GITHUB_APP_PRIVATE_KEY: "github-key",
};
const SECRET = { ...OF_WORKER, ...OF_CONSOLE };

afterEach(() => vi.unstubAllEnvs());

/** @param {string} name */
function environmentOfProcess(name) {
  for (const [variable, value] of Object.entries({ ...GIVEN, ...SECRET })) vi.stubEnv(variable, value);
  const made = { databaseUrl: "postgres://localhost/x", nextAuthSecret: "made" };
  return environmentOf(name, productEnvironment(readSettings({}, "/opt/tupelo"), made));
}

test.each(["console", "worker"])("the %s is told where evals run and what may be called", (name) => {
  expect(environmentOfProcess(name)).toMatchObject({ ...GIVEN, DATABASE_URL: "postgres://localhost/x" });
});

test.each([
  { name: "console", secrets: OF_CONSOLE },
  { name: "worker", secrets: OF_WORKER },
  { name: "data plane", secrets: {} },
])("the $name is given only the secrets that it calls with", ({ name, secrets }) => {
  const env = environmentOfProcess(name);
  const given = Object.keys(SECRET).filter((variable) => env[variable] !== undefined);
  expect(given).toEqual(Object.keys(secrets));
  expect(env).toMatchObject(secrets);
});
