/** Types as the server numbers them (pg_type.dat). */
const TEXT = 25;
const FLOAT8 = 701;
const HEADER_BYTES = 20;

/** The head of a one-dimensional array in the server's binary form (array_recv). */
function arrayOf(elementType: number, length: number, elementBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length * 4 + elementBytes);
  bytes.writeInt32BE(1, 0);
  // Whether elements may be null: the server takes 1 for arrays without one, too.
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(elementType, 8);
  bytes.writeInt32BE(length, 12);
  bytes.writeInt32BE(1, 16);
  return bytes;
}

/** A parameter of type `text[]`, in binary: neither side quotes and unquotes the elements, as the text form has to. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const sizes = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  const total = sizes.reduce((sum, size) => sum + Math.max(size, 0), 0);
  const bytes = arrayOf(TEXT, values.length, total);
  let at = HEADER_BYTES;
  values.forEach((value, i) => {
    at = bytes.writeInt32BE(sizes[i] as number, at);
    if (value !== null) at += bytes.write(value, at);
  });
  return bytes;
}

/** A parameter of type `float8[]`, in binary. */
export function doubleArray(values: readonly number[]): Buffer {
  const bytes = arrayOf(FLOAT8, values.length, values.length * 8);
  let at = HEADER_BYTES;
  for (const value of values) at = bytes.writeDoubleBE(value, bytes.writeInt32BE(8, at));
  return bytes;
}
