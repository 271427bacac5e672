/** One server-sent event that names its type; comments and bare retries are none. */
export type SentEvent = { type: string; id: string | null; data: string };

/** Reads a stream piece by piece, wherever the pieces are cut: feed it text, it answers what became whole. */
export function sseParser(): (text: string) => SentEvent[] {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap(readBlock);
  };
}

function readBlock(block: string): SentEvent[] {
  let type: string | null = null;
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^(event|id|data): ?(.*)$/.exec(line) ?? [];
    if (field === 'event') type = value;
    else if (field === 'id') id = value;
    else if (field === 'data') data.push(value);
  }
  return type === null ? [] : [{ type, id, data: data.join('\n') }];
}
