/** What people read of one action. */
export type ActionWords = {
  /** The sentence after the actor's name; `{it}` is the resource. */
  words: string;
  /** What the event's before and after hold. */
  values: string;
};
