import { describe, expect, it, vi } from "vitest";
import { crumbsFor } from "@/components/layout/crumbs.ts";
import { findId } from "@/components/layout/find-id.ts";
import { isCurrentItem, listNavItems, NAV_KEYS, navHref } from "@/components/layout/nav.ts";
import { createShortcutRegistry, type KeyPress } from "@/components/layout/shortcut-registry.ts";

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  hasMod: false,
  hasAlt: false,
  isTyping: false,
  isModalOpen: false,
  atMs: 1_000,
  ...change,
});
const act = (keys: string, rest = {}) => ({ keys, label: keys, onPress: vi.fn(), ...rest });

describe("the nav", () => {
  it("lists every key once, with its own address and keys", () => {
    expect(
      listNavItems()
        .map((item) => item.key)
        .sort(),
    ).toEqual([...NAV_KEYS].sort());
    const keys = listNavItems().flatMap((item) => item.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ["/deploybuddy", ""],
    ["/deploybuddy/releases/f91be2a454", "releases"],
    ["/deploybuddy/prompts/support", "artifacts"],
  ])("marks the page of %s", (pathname, segment) => {
    const current = listNavItems().filter((item) => isCurrentItem(pathname, item));
    expect(current.map((item) => item.segment)).toEqual([segment]);
  });

  it("escapes a project's name in addresses", () => {
    expect(navHref("a b", { segment: "audit" })).toBe("/a%20b/audit");
  });

  it("reads the trail from the address, decoded, and survives a broken one", () => {
    expect(crumbsFor("/deploybuddy/promotions/41", "DeployBuddy")).toEqual([
      { label: "DeployBuddy", href: "/deploybuddy" },
      { label: "Promotions", href: "/deploybuddy/promotions" },
      { label: "41", href: "/deploybuddy/promotions/41" },
    ]);
    expect(crumbsFor("/p/requests/%E0%A4%A", "P").at(-1)?.label).toBe("%E0%A4%A");
  });

  it.each([
    ["a prompt", "/p/prompts/support", ["/p", "/p/artifacts?kind=prompt"]],
    ["an artifact", "/p/artifacts/model/lora", ["/p", "/p/artifacts", "/p/artifacts?kind=model"]],
  ])("leads from %s only to pages that exist", (_name, pathname, hrefs) => {
    expect(
      crumbsFor(pathname, "P")
        .slice(0, -1)
        .map(({ href }) => href),
    ).toEqual(hrefs);
  });
});

describe("a pasted id", () => {
  it.each([
    ["a release id", " f91be2a454 ", ["/p/releases/f91be2a454", "/p/requests/f91be2a454"]],
    ["a request id", "req_8a2", ["/p/requests/req_8a2"]],
    ["a word", "releases", []],
    ["a sentence", "what is 1", []],
    ["an address", "https://a/1", []],
  ])("%s leads where it should", (_, text, hrefs) => {
    expect(findId("p", text).map((found) => found.href)).toEqual(hrefs);
  });
});

describe("shortcuts", () => {
  it("follow a chord within its time and not later", () => {
    const registry = createShortcutRegistry();
    const goto = act("g r");
    registry.add(goto);
    expect(registry.match(press("g"))).toBeNull();
    expect(registry.match(press("r", { atMs: 2_000 }))).toBe(goto);
    expect(registry.match(press("g", { atMs: 3_000 }))).toBeNull();
    expect(registry.match(press("r", { atMs: 5_000 }))).toBeNull();
  });

  it("are off while somebody types, except with the modifier", () => {
    const registry = createShortcutRegistry();
    const menu = act("mod+k");
    registry.add(menu);
    registry.add(act("/"));
    expect(registry.match(press("/", { isTyping: true }))).toBeNull();
    expect(registry.match(press("K", { hasMod: true, isTyping: true }))).toBe(menu);
  });

  it("of the page sleep under an open dialog, and the dialog's own wake", () => {
    const registry = createShortcutRegistry();
    const inDialog = act("d", { scope: "modal" });
    registry.add(act("d"));
    registry.add(inDialog);
    expect(registry.match(press("d", { isModalOpen: true }))).toBe(inDialog);
  });

  it("prefer the higher priority, then the newer, and leave when removed", () => {
    const registry = createShortcutRegistry();
    const strong = act("j", { priority: 2 });
    const older = act("j");
    registry.add(older);
    const remove = registry.add(strong);
    registry.add(act("j"));
    expect(registry.match(press("j"))).toBe(strong);
    remove();
    expect(registry.match(press("j"))).not.toBe(older);
  });
});
