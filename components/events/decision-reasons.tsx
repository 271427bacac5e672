/** Why it was decided so, pattern by pattern: "redacted: Card number v3, Luhn ok; E-mail address v1, …". */
export function DecisionReasons({ text }: { text: string | null }) {
  if (text === null) return null;
  const reasons = text.split('; ');
  if (reasons.length === 1) return <span className="[overflow-wrap:anywhere]">{text}</span>;
  return (
    <ul className="flex flex-col gap-1">
      {reasons.map((reason) => (
        <li key={reason} className="[overflow-wrap:anywhere]">
          {reason}
        </li>
      ))}
    </ul>
  );
}
