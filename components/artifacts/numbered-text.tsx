/** NumberedText: a file as it is, with line numbers that are left out of what one copies. */
export function NumberedText({ text, label }: { text: string; label: string }) {
  const lines = text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
  const rows = lines.map((line, index) => ({ number: index + 1, line }));
  return (
    <div className="overflow-x-auto">
      <table className="mono w-full border-collapse leading-5">
        <caption className="sr-only">{label}</caption>
        <tbody>
          {rows.map(({ number, line }) => (
            <tr key={number} id={`L${number}`}>
              <td className="w-12 select-none px-2 text-right align-top text-neutral">{number}</td>
              <td className="whitespace-pre-wrap break-words py-0 pr-3 [overflow-wrap:anywhere]">
                {line === "" ? "\u200b" : line}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
