/** A strict reader of RFC 4180: CRLF after every record, quotes only around a whole field, every record of one length. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  const field = (): string => {
    if (text[at] !== '"') {
      const from = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n')
          throw new Error(`A bare ${JSON.stringify(text[at])} at ${at}.`);
        at += 1;
      }
      return text.slice(from, at);
    }
    let value = '';
    for (at += 1; ; ) {
      const end = text.indexOf('"', at);
      if (end === -1) throw new Error('A quoted field has no end.');
      value += text.slice(at, end);
      at = end + 1;
      if (text[at] !== '"') return value;
      value += '"';
      at += 1;
    }
  };
  while (at < text.length) {
    const record = [field()];
    while (text[at] === ',') {
      at += 1;
      record.push(field());
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`No CRLF at ${at}.`);
    at += 2;
    if (record.length !== (records[0] ?? record).length) throw new Error('A record has another length.');
    records.push(record);
  }
  return records;
}
