import { AppError } from "../../domain/errors.ts";
import type { RegistryAnswer } from "../../domain/models/compare-model.ts";
import type { ModelReference } from "../../domain/models/model-manifest.ts";
import type { ModelRegistry } from "../model-registry.ts";
import {
  errorAnswer,
  type MlflowModelVersion,
  modelVersionAnswer,
  registeredModelAnswer,
} from "./mlflow-schema.ts";

export type MlflowSettings = {
  trackingUri: string;
  /** Sent as a bearer token; never part of an answer. */
  token: string | null;
  fetch: typeof fetch;
};

/** MLflow's words for "there is no such thing": a missing alias is an invalid parameter to it. */
const MISSING = new Set(["RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"]);
/** The tags of a model version that carry the digest of its weights; the first that is there counts. */
const DIGEST_TAGS = ["tupelo.sha256", "sha256"];

type Asked = { kind: "body"; body: unknown } | Exclude<RegistryAnswer, { kind: "found" }>;

/** createMlflowRegistry asks an MLflow server over its REST API 2.0, reading only. */
export function createMlflowRegistry(settings: MlflowSettings): ModelRegistry {
  const ask = (path: string, query: Record<string, string>) => askMlflow(settings, path, query);
  return {
    findModel: async (reference) => {
      const asked = await askVersion(ask, reference);
      if (asked.kind === "missing" && reference.kind === "alias") {
        return { ...asked, sentence: `${asked.sentence}${await otherAliases(ask, reference.name)}` };
      }
      if (asked.kind !== "body") return asked;
      const parsed = modelVersionAnswer.safeParse(asked.body);
      if (!parsed.success || !isAsked(parsed.data.model_version, reference)) return strange();
      return toAnswer(parsed.data.model_version);
    },
  };
}

type Ask = (path: string, query: Record<string, string>) => Promise<Asked>;

function askVersion(ask: Ask, reference: ModelReference): Promise<Asked> {
  const { name } = reference;
  return reference.kind === "version"
    ? ask("model-versions/get", { name, version: reference.version })
    : ask("registered-models/alias", { name, alias: reference.alias });
}

/** An answer about another model than the one asked for proves nothing. */
function isAsked(found: MlflowModelVersion, reference: ModelReference): boolean {
  const isVersion = reference.kind === "alias" || reference.version === found.version;
  return found.name === reference.name && isVersion;
}

function toAnswer(found: MlflowModelVersion): RegistryAnswer {
  const values = DIGEST_TAGS.map((key) => found.tags.find((tag) => tag.key === key)?.value);
  return {
    kind: "found",
    version: found.version,
    digest: values.find((value) => value !== undefined) ?? null,
    isReady: found.status === "READY",
    aliases: found.aliases,
  };
}

async function otherAliases(ask: Ask, name: string): Promise<string> {
  const asked = await ask("registered-models/get", { name });
  const parsed = asked.kind === "body" ? registeredModelAnswer.safeParse(asked.body) : null;
  if (parsed?.success !== true) return "";
  const names = parsed.data.registered_model.aliases.map((item) => `${item.alias} (version ${item.version})`);
  return names.length === 0 ? " The model has no alias." : ` Its aliases are ${names.join(", ")}.`;
}

async function askMlflow(
  settings: MlflowSettings,
  path: string,
  query: Record<string, string>,
): Promise<Asked> {
  const address = `${settings.trackingUri.replace(/\/+$/, "")}/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`;
  const headers = {
    accept: "application/json",
    ...(settings.token === null ? {} : { authorization: `Bearer ${settings.token}` }),
  };
  try {
    const response = await settings.fetch(address, { headers });
    const body: unknown = await response.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) return null;
      throw error;
    });
    return response.ok ? { kind: "body", body } : refusalOf(response.status, body);
  } catch (error) {
    return { kind: "unreachable", sentence: failureSentence(error) };
  }
}

function refusalOf(status: number, body: unknown): Asked {
  if (status === 401 || status === 403)
    return { kind: "unreachable", sentence: "The model registry refused the configured token." };
  const parsed = errorAnswer.safeParse(body);
  if ((status === 400 || status === 404) && parsed.success && MISSING.has(parsed.data.error_code)) {
    return {
      kind: "missing",
      sentence: `The model registry does not know it: ${shorten(parsed.data.message)}`,
    };
  }
  return { kind: "unreachable", sentence: `The model registry answered with status ${status}.` };
}

function shorten(message: string): string {
  return message.length <= 300 ? message : `${message.slice(0, 300)}…`;
}

function strange(): RegistryAnswer {
  return { kind: "unreachable", sentence: "The server did not answer as MLflow does." };
}

function failureSentence(error: unknown): string {
  if (error instanceof AppError) return error.detail;
  const isLate = error instanceof Error && error.name === "TimeoutError";
  return isLate ? "The model registry did not answer in time." : "The model registry cannot be reached.";
}
