/** Thrown inside a transaction that finds its work done already by another: it is rolled back, and what is there is the answer. */
export class NothingToDo extends Error {}
