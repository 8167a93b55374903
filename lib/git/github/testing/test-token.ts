/** A token that no real one looks like. */
export const TEST_TOKEN = "test-token-of-the-scripted-github";
