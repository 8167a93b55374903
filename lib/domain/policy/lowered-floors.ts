/** What every promotion of a project needs at least, and whether what is recorded has to be signed. */
type Floors = { minReviewers: number; requiredKinds: readonly string[]; onlySignedTraffic: boolean };

/** loweredFloors says in words which floors a change of settings lowers: each of them needs a reason. */
export function loweredFloors(before: Floors, after: Floors): string[] {
  const dropped = before.requiredKinds.filter((kind) => !after.requiredKinds.includes(kind));
  return [
    ...(after.minReviewers < before.minReviewers
      ? [`reviewers from ${before.minReviewers} to ${after.minReviewers}`]
      : []),
    ...dropped.map((kind) => `${kind.replaceAll("_", " ")} is not required any more`),
    ...(before.onlySignedTraffic && !after.onlySignedTraffic ? ["unsigned traffic counts again"] : []),
  ];
}
