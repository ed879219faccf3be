/** As `datetime-local` fields have it: `2026-05-31T20:00`, in the time zone of the browser. */
export function toLocalInput(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** Undefined for a field that is not filled. */
export function fromLocalInput(text: string): Date | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
