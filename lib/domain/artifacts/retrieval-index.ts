import type { ArtifactFact, ArtifactKind, ArtifactText } from "./artifact-kind.ts";
import { checkRecords, type DataRecord, hasValue, isRecord, refuseAt } from "./checks/check-records.ts";
import { isMovingWord, sha256Problem } from "./checks/moving-words.ts";
import { readFacts } from "./checks/read-facts.ts";
import type { RecordProblem } from "./checks/record-problem.ts";

/** What makes an index what it is, with the names that manifests give each of them. */
const PARTS = [
  { label: "corpus snapshot", names: ["corpus", "corpusSnapshot", "corpus_snapshot"] },
  { label: "embedder", names: ["embedder", "embedding", "embeddingModel", "embedding_model"] },
  { label: "chunker", names: ["chunker", "chunking"] },
  { label: "normalisation", names: ["normalisation", "normalization", "normalize", "normalise"] },
  { label: "filters", names: ["filters", "filter"] },
  { label: "build job", names: ["buildJob", "build_job", "build"] },
] as const;

export const retrievalIndex = {
  kind: "retrieval_index",
  label: "Retrieval index",
  whyItChangesAnswers: "Other documents, chunks or embeddings put other passages in front of the model.",
  contentType: "application/yaml",
  readMeta: (files): ArtifactFact[] =>
    PARTS.flatMap(({ label, names }) => {
      const facts = names.flatMap((name) => readFacts(files, { [capital(label)]: name }));
      return facts.slice(0, 1);
    }),
  check: (files: readonly ArtifactText[]) => checkRecords(files, checkIndex),
} as const satisfies ArtifactKind;

/** An index without its preprocessing cannot be built again, nor compared: each part has to be there and fixed. */
function checkIndex(record: DataRecord): RecordProblem[] {
  const problems = PARTS.flatMap(({ label, names }): RecordProblem[] => {
    const name = names.find((one) => Object.hasOwn(record, one));
    const value = name === undefined ? undefined : record[name];
    if (!hasValue(value)) {
      const message = `The ${label} is missing: write \`${name ?? names[0]}\`. Say \`none\` or \`[]\` where there is none.`;
      return [refuseAt(name === undefined ? [] : [name], "missing_field", message)];
    }
    const word = typeof value === "string" ? value.split(/[/:@]/).at(-1) : undefined;
    if (word === undefined || !isMovingWord(word)) return [];
    return [
      refuseAt(
        [name ?? names[0]],
        "floating_reference",
        `The ${label} "${String(value)}" moves: name a fixed version.`,
      ),
    ];
  });
  const { corpus, sha256 } = record;
  if (isRecord(corpus) && (!hasValue(corpus.snapshot) || isMovingWord(String(corpus.snapshot)))) {
    problems.push(
      refuseAt(
        ["corpus", "snapshot"],
        "missing_field",
        "The corpus has no fixed snapshot: write `snapshot` with a date or an id.",
      ),
    );
  }
  const digest = sha256 === undefined ? null : sha256Problem(sha256);
  return digest === null ? problems : [...problems, refuseAt(["sha256"], "bad_digest", digest)];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
