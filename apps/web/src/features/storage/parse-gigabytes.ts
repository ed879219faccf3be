/** Bytes of what somebody wrote as gigabytes, such as `2.5` or `2,5`; undefined where it is no size. */
export function parseGigabytes(text: string): number | undefined {
  const match = /^\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*(?:GB)?\s*$/i.exec(text);
  return match?.[1] === undefined ? undefined : Math.round(Number(match[1].replace(',', '.')) * 1e9);
}
