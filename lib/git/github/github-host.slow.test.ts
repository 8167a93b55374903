import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeGitHost, draftOf, pullOf } from "../host-contract.ts";
import { TEST_APP_ID, TEST_APP_KEY } from "./testing/app-routes.ts";
import { githubUnderTest } from "./testing/github-under-test.ts";
import { type Prism, startPrism } from "./testing/prism.ts";
import { type RecordedRequest, startScriptedGithub } from "./testing/scripted-github.ts";

const sent: RecordedRequest[] = [];

describeGitHost("GitHub, played by a scripted server", async () => {
  const github = await startScriptedGithub();
  const under = githubUnderTest(github);
  const close = async () => {
    sent.push(...github.requests);
    await github.close();
  };
  return { ...under, close };
});

describe("every request of the contract, against GitHub's own OpenAPI", () => {
  let prism: Prism;
  beforeAll(async () => {
    prism = await startPrism();
  }, 240_000);
  afterAll(() => prism.stop());

  it("signs in as an App does", async () => {
    const github = await startScriptedGithub();
    github.repository.commit({ files: { "README.md": "ops\n" } });
    const host = github.host({
      credentials: { kind: "app", appId: TEST_APP_ID, privateKey: TEST_APP_KEY },
    });
    const { number } = pullOf(await host.openPullRequest(draftOf()));
    await host.comment(number, { marker: "x", body: "x" });
    expect(github.requests.some(({ url }) => url.endsWith("/access_tokens"))).toBe(true);
    sent.push(...github.requests);
    await github.close();
  });

  it("fits", { timeout: 240_000 }, async () => {
    const checked = await prism.checkAll(sent);
    expect(checked.filter(({ problems }) => problems.length > 0)).toEqual([]);
    const routes = new Set(checked.map(({ method, url }) => `${method} ${url.replace(/[?].*/, "")}`));
    // The whole interface was walked: fewer would mean that nothing was recorded.
    expect(routes.size).toBeGreaterThan(20);
  });

  it.each([
    ["a body that lacks something", "POST", "/repos/o/r/pulls", { title: "x", head: "y" }],
    ["a value that is none of the allowed", "PUT", "/repos/o/r/pulls/1/merge", { merge_method: "best" }],
    ["a mode that git does not know", "POST", "/repos/o/r/git/trees", { tree: [{ mode: "777" }] }],
    ["a parameter that is none of the allowed", "GET", "/repos/o/r/pulls?state=maybe", null],
    ["an address that does not exist", "GET", "/repos/o/r/no/such/thing", null],
  ])("would find %s", async (_name, method, url, body) => {
    const request = { method, url, headers: {}, body: body === null ? "" : JSON.stringify(body) };
    const [checked] = await prism.checkAll([request]);
    expect(checked?.problems.length).toBeGreaterThan(0);
  });
});
