import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Answers to what is missing: from a person at a terminal, or line by line from what is piped in. */
export type Asker = {
  ask: (question: string, how?: { hidden?: boolean }) => Promise<string>;
  close: () => void;
};

/** What is typed after a hidden question is not shown; questions go to standard error. */
export function makeAsker(): Asker {
  let muted = false;
  const output = new Writable({
    write: (chunk, encoding, done) => {
      if (!muted) process.stderr.write(chunk, encoding);
      done();
    },
  });
  const terminal = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, output, terminal });
  const given: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  lines.on('line', (line) => {
    const next = waiting.shift();
    if (next) next(line);
    else given.push(line);
  });
  // Nobody answers any more: whoever still waits hears nothing.
  lines.on('close', () => {
    for (const next of waiting.splice(0)) next('');
  });
  return {
    ask: async (question, { hidden = false } = {}) => {
      process.stderr.write(`${question}: `);
      muted = hidden;
      const line = given.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
      muted = false;
      if (hidden && terminal) process.stderr.write('\n');
      return line;
    },
    close: () => lines.close(),
  };
}
