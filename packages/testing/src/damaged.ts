import fc from 'fast-check';

/** A valid input with some of its bytes changed, cut out or doubled. */
export function damaged(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    how: fc.constantFrom('set', 'cut', 'double'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  });
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) =>
    changes.reduce<Uint8Array>((input, { at, how, bytes }) => {
      const start = Math.floor(at * input.length);
      const rest = input.subarray(how === 'double' ? start : start + bytes.length);
      return Buffer.concat([input.subarray(0, start), ...(how === 'cut' ? [] : [bytes]), rest]);
    }, valid.slice()),
  );
}
