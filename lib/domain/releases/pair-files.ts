/** A file of a version. */
type File = { path: string };
type Side<F extends File> = { version: string; files: readonly F[] };
export type FilePair<F extends File> = { path: string; base: F | null; candidate: F | null };

/**
 * pairFiles finds for each file of a changed part the file it is to be compared with: the one at the same path, else
 * the one whose path differs in the version alone (`support@2.8.md`, `support@2.9.md`), else the only one left over.
 */
export function pairFiles<F extends File>(base: Side<F>, candidate: Side<F>): FilePair<F>[] {
  const left = new Map(base.files.map((file) => [file.path, file]));
  const leftByShape = new Map(base.files.map((file) => [shapeOf(file, base.version), file]));
  const pairs: FilePair<F>[] = candidate.files.map((file) => {
    const match = left.get(file.path) ?? leftByShape.get(shapeOf(file, candidate.version)) ?? null;
    if (match !== null) {
      left.delete(match.path);
      leftByShape.delete(shapeOf(match, base.version));
    }
    return { path: file.path, base: match, candidate: file };
  });
  const unpaired = pairs.filter((pair) => pair.base === null);
  const [lonely, renamed] = [[...left.values()], unpaired[0]];
  if (lonely.length === 1 && unpaired.length === 1 && renamed !== undefined) {
    renamed.base = lonely[0] ?? null;
    return pairs;
  }
  return [...pairs, ...lonely.map((file) => ({ path: file.path, base: file, candidate: null }))];
}

function shapeOf(file: File, version: string): string {
  return file.path.replaceAll(`@${version}`, "@{version}");
}
