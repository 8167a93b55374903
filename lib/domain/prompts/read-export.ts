import { asMap, asText, camelKeys } from "./read-value.ts";

/** What a prompt server writes beside the prompt, for its own books: it changes no answer. */
const BOOKKEEPING = [
  ...["id", "projectId", "type", "labels", "isActive", "resolutionGraph", "commitMessage"],
  ...["createdAt", "updatedAt", "createdBy"],
];
/** What LangChain calls its messages, and the role that each is sent under. */
const ROLES: readonly (readonly [RegExp, string])[] = [
  [/^System/, "system"],
  [/^(Human|User)/, "user"],
  [/^(AI|Assistant)/, "assistant"],
];

type Message = { role: string; content: unknown };

/**
 * readExport reads the forms that prompt servers and test tools write (Langfuse: `prompt`; LangSmith: a serialised
 * ChatPromptTemplate; promptfoo: a bare list of messages) as the manifest they would be. Null where it is none of them.
 */
export function readExport(data: unknown): Record<string, unknown> | null {
  if (Array.isArray(data)) return readMessages(data);
  const map = asMap(data);
  if (map === null) return null;
  const kwargs = serialisedFields(asMap(map.get("manifest")) ?? map);
  // A prompt that is stored with its model is a sequence that begins with the prompt.
  return readSerialised(serialisedFields(asMap(kwargs?.get("first"))) ?? kwargs) ?? readPromptKey(map);
}

/** A list counts as messages only as a whole: examples and tools are lists of maps as well. */
function readMessages(list: readonly unknown[]): { messages: Message[] } | null {
  const messages = list.flatMap((item) => readMessage(item) ?? []);
  return messages.length === 0 || messages.length < list.length ? null : { messages };
}

function readMessage(item: unknown): Message | null {
  const map = asMap(item);
  if (map?.get("type") === "placeholder") return placeholder(asText(map.get("name")));
  const role = asText(map?.get("role"));
  const content = map?.get("content");
  return role === null || content === undefined ? null : { role, content };
}

/** Messages that are put in when the prompt is used stand in the text as the variable that they are. */
function placeholder(name: string | null): Message | null {
  return name === null ? null : { role: "placeholder", content: `{{${name}}}` };
}

function readPromptKey(map: ReadonlyMap<string, unknown>): Record<string, unknown> | null {
  const prompt = map.get("prompt");
  const read =
    typeof prompt === "string" ? { template: prompt } : Array.isArray(prompt) && readMessages(prompt);
  if (!read) return null;
  const { config, ...rest } = Object.fromEntries(camelKeys(map));
  const kept = Object.entries(rest).filter(([key]) => key !== "prompt" && !BOOKKEEPING.includes(key));
  return { ...Object.fromEntries(kept), ...read, ...readConfig(config) };
}

/** The model in it is the default of whoever asks, and no part of the prompt: a release names its own. */
function readConfig(config: unknown): { generationSettings?: Record<string, unknown> } {
  const settings = [...(asMap(config) ?? new Map<string, unknown>())].filter(([key]) => key !== "model");
  return settings.length === 0 ? {} : { generationSettings: Object.fromEntries(settings) };
}

/** LangChain writes `{lc, id: [..., class], kwargs}`. */
function serialisedFields(map: ReadonlyMap<string, unknown> | null): ReadonlyMap<string, unknown> | null {
  return map?.has("lc") === true ? asMap(map.get("kwargs")) : null;
}

function readSerialised(kwargs: ReadonlyMap<string, unknown> | null): Record<string, unknown> | null {
  if (kwargs === null) return null;
  const template = asText(kwargs.get("template"));
  if (template !== null) return { template };
  const list = kwargs.get("messages");
  if (!Array.isArray(list)) return null;
  const messages = list.flatMap((item: unknown) => readSerialisedMessage(item) ?? []);
  return messages.length === 0 || messages.length < list.length ? null : { messages };
}

function readSerialisedMessage(item: unknown): Message | null {
  const map = asMap(item);
  const id = map?.get("id");
  const className = Array.isArray(id) ? (asText(id.at(-1)) ?? "") : "";
  const kwargs = asMap(map?.get("kwargs"));
  if (kwargs === null) return null;
  if (className === "MessagesPlaceholder") return placeholder(asText(kwargs.get("variable_name")));
  const template = asMap(asMap(kwargs.get("prompt"))?.get("kwargs"))?.get("template");
  const content = template ?? kwargs.get("content");
  const role =
    ROLES.find(([pattern]) => pattern.test(className))?.[1] ?? asText(kwargs.get("role")) ?? "user";
  return content === undefined ? null : { role, content };
}
