/** pythonSource is a file's text as Python takes it: one kind of line end, and no half characters. */
export function pythonSource(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n");
}
