import type { RoleGrant } from "../lib/domain/access/roles.ts";

/** Somebody of the demo. Passwords are made at the first run. */
export type DemoPerson = { key: string; name: string; email: string; grants: RoleGrant[] };

const at = (name: string) => `${name}@deploybuddy.example`;

/** The people of the DeployBuddy story; each holds the roles that a real one would. */
export const DEMO_PEOPLE = [
  { key: "admin", name: "Elif Marsh", email: at("elif.marsh"), grants: [{ role: "admin" }] },
  { key: "author", name: "Jin Park", email: at("jin.park"), grants: [{ role: "author" }] },
  { key: "reviewer", name: "Maja Lindqvist", email: at("maja.lindqvist"), grants: [{ role: "reviewer" }] },
  { key: "operator", name: "Ada Okafor", email: at("ada.okafor"), grants: [{ role: "operator" }] },
  { key: "auditor", name: "Tomas Novak", email: at("tomas.novak"), grants: [{ role: "auditor" }] },
  { key: "viewer", name: "Sana Iyer", email: at("sana.iyer"), grants: [{ role: "viewer" }] },
] as const satisfies readonly DemoPerson[];

export type DemoKey = (typeof DEMO_PEOPLE)[number]["key"];
