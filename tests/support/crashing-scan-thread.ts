// The scanning thread of the product, in which reading certain documents is fatal: what they say is done.
const parse = JSON.parse;
JSON.parse = (text: string, ...rest: []) => {
  if (text.includes('throw in the thread')) throw new Error('a fault of the scanner');
  if (text.includes('end the thread')) process.exit(7);
  if (text.includes('stop the thread')) for (;;);
  return parse(text, ...rest);
};
await import('#lib/dlp/scan-thread.ts');
