/** cleanName makes a name or address one that git takes: git strips these itself, and refuses one with nothing left. */
export function cleanName(text: string): string {
  const cleaned = text
    .replace(/[\p{Cc}<>]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return /[\p{L}\p{N}]/u.test(cleaned) ? cleaned : "unknown";
}

/** cleanMessage is a commit's message without what git cannot hold; never empty. */
export function cleanMessage(message: string): string {
  return message.replaceAll("\0", "").trim() || "No message";
}
