/** What one owner has written of an upload. A byte belongs to the newest extent that begins at or before it. */
export interface Extent {
  /** The owner's fencing token: greater is newer, and begins no earlier. */
  token: number;
  startBytes: number;
  /** Where in the upload the first byte of its file lies. */
  fileStartBytes: number;
}

/** The extent that holds the byte at `position`, and where its part ends; extents in the order of their tokens. */
export function extentAt(
  extents: readonly Extent[],
  position: number,
): { extent: Extent; endBytes: number } | undefined {
  const index = extents.findLastIndex(({ startBytes }) => startBytes <= position);
  const extent = extents[index];
  return extent && { extent, endBytes: extents[index + 1]?.startBytes ?? Number.POSITIVE_INFINITY };
}

/** The extent whose file is the whole upload. */
export function wholeExtent(extents: readonly Extent[], sizeBytes: number): Extent | undefined {
  const first = extentAt(extents, 0);
  return first && first.endBytes >= sizeBytes && first.extent.fileStartBytes === 0 ? first.extent : undefined;
}

export function areSame(some: readonly Extent[], others: readonly Extent[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ token, startBytes }, index) => {
      const other = others[index];
      return other?.token === token && other.startBytes === startBytes;
    })
  );
}
