const OBJECT_ID = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** assertObjectId keeps anything but a whole object id away from git's revision syntax. */
export function assertObjectId(value: string): string {
  if (!OBJECT_ID.test(value))
    throw new TypeError(`not a whole git object id: ${JSON.stringify(value.slice(0, 80))}`);
  return value;
}
