/** What the rows share: a database server that rows may make databases on, and how long one measurement should take. */
export type BenchContext = {
  /** A Postgres that allows CREATE DATABASE; starts one on the first call where TEST_DATABASE_URL names none. */
  serverUrl: () => Promise<string>;
  /** 1 is the usual amount of work per measurement; `--quick` makes it smaller. */
  scale: number;
};

/** One contestant of a row. */
export type BenchSide = {
  name: string;
  /** Does the work once and answers a figure in the row's unit. Throws when the output is not what it must be. */
  measure: () => Promise<number>;
};

/** A goal compares two sides round by round, `of` divided by `against`; without `against` it is the figure itself. */
export type BenchGoal = {
  name: string;
  of: string;
  against?: string;
  limit: { atLeast: number } | { atMost: number };
};

/** A row that is ready to be measured. */
export type OpenRow = {
  unit: string;
  sides: readonly BenchSide[];
  goals: readonly BenchGoal[];
  close: () => Promise<void>;
};

/** One row of the table: a path of the product with its floor and its peers. One file of `rows/` exports one. */
export type BenchRow = {
  name: string;
  /** Rounds where none are asked for; each side takes one turn a round. */
  rounds: number;
  open: (context: BenchContext) => Promise<OpenRow>;
};
