import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { type EvalCaseInput, UNREPORTED } from "../domain/gates/eval-case.ts";
import { caseIdText, storableText } from "./case-fields.ts";
import { type ImportedRun, MAX_CASES } from "./imported-run.ts";
import type { UploadText } from "./upload-text.ts";
import { decodeXmlText, refuseXmlTricks } from "./xml-text.ts";

/** An element as the parser gives it in order: its children under its name, its attributes beside. */
type Node = Record<string, unknown>;
const nodeList = z.array(z.record(z.string(), z.unknown()));
const attributes = z.record(z.string(), z.string());

/**
 * importJunit reads JUnit XML as test runners write it: passed is score 1, failed 0, an error or a skipped test is a
 * case without a measurement. Suites may nest; `system-out` is not read; documents with a DOCTYPE are refused and no
 * entity is expanded but XML's own five. Throws `invalid-evals`.
 */
export function importJunit(upload: UploadText): ImportedRun {
  refuseXmlTricks(upload.text);
  const valid = XMLValidator.validate(upload.text);
  if (valid !== true) {
    throw new AppError(
      "invalid-evals",
      `This is not well-formed XML. Line ${valid.err.line}: ${valid.err.msg}`,
    );
  }
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    stopNodes: ["*.system-out", "*.system-err", "*.properties"],
  });
  const roots = nodeList.parse(parser.parse(upload.text));
  const root = roots.find((node) => "testsuites" in node || "testsuite" in node);
  if (root === undefined) throw new AppError("invalid-evals", "This is not JUnit XML: it has no testsuites.");
  const cases: EvalCaseInput[] = [];
  collect(roots, [], cases);
  return { format: "junit", tool: toolOf(root), createdAt: null, conditions: null, cases };
}

/** isJunit looks at the first element only. */
export function isJunit(upload: UploadText): boolean {
  const head = upload.text.slice(0, 100_000);
  return /^\s*</.test(head) && /<testsuites?[\s>/]/.test(head);
}

function toolOf(root: Node): string {
  return storableText(attributesOf(root).name ?? "junit").slice(0, 200) || "junit";
}

function collect(nodes: readonly Node[], suites: readonly string[], cases: EvalCaseInput[]): void {
  for (const node of nodes) {
    for (const name of ["testsuites", "testsuite"]) {
      if (name in node) collect(childrenOf(node, name), [...suites, attributesOf(node).name ?? ""], cases);
    }
    if ("testcase" in node) cases.push(caseOf(node, suites));
    if (cases.length > MAX_CASES) {
      throw new AppError("invalid-evals", `The run has more than ${MAX_CASES} cases.`);
    }
  }
}

function caseOf(node: Node, suites: readonly string[]): EvalCaseInput {
  const { classname, name = "", time } = attributesOf(node);
  const group = classname || suites.filter((suite) => suite !== "").at(-1);
  const caseId = caseIdText.safeParse(group ? `${group} > ${name}` : name);
  if (!caseId.success || name === "") {
    throw new AppError(
      "invalid-evals",
      `A test case has no name that can be stored: "${storableText(name).slice(0, 80)}".`,
    );
  }
  const children = childrenOf(node, "testcase");
  const outcome = children.flatMap((child) => {
    const kind = (["error", "skipped", "failure"] as const).find((word) => word in child);
    return kind === undefined ? [] : [{ kind, text: textIn(child, kind) }];
  })[0];
  return {
    ...UNREPORTED,
    ...{ tags: [], metrics: {}, caseId: caseId.data },
    passed: outcome === undefined,
    score: outcome === undefined ? 1 : 0,
    latencyMs: millisecondsOf(time),
    isError: outcome?.kind === "error" || outcome?.kind === "skipped",
    reason: outcome === undefined ? null : reasonOf(outcome),
  };
}

function reasonOf({ kind, text }: { kind: string; text: string }): string {
  if (kind === "skipped") return storableText(text === "" ? "Skipped: not run." : `Skipped: ${text}`);
  return storableText(text === "" ? "The file gives no reason." : text);
}

function millisecondsOf(time: string | undefined): number | null {
  const seconds = /^\d+(\.\d+)?(e-?\d+)?$/i.test(time ?? "") ? Number(time) : Number.NaN;
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

function childrenOf(node: Node, name: string): Node[] {
  const list = nodeList.safeParse(node[name]);
  return list.success ? list.data : [];
}

function attributesOf(node: Node): Record<string, string | undefined> {
  const found = attributes.safeParse(node[":@"]);
  if (!found.success) return {};
  return Object.fromEntries(Object.entries(found.data).map(([name, text]) => [name, decodeXmlText(text)]));
}

function textIn(node: Node, name: string): string {
  const { message = "" } = attributesOf(node);
  const inner = childrenOf(node, name)
    .map((child) => child["#text"])
    .filter((text) => typeof text === "string")
    .map((text) => decodeXmlText(text).trim())
    .join("\n");
  return inner.includes(message) ? inner : [message, inner].filter((text) => text !== "").join("\n");
}
