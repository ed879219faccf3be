/** An answer with its ETag; `value` is null when nothing changed since the ETag that was sent. */
export interface Tagged<T> {
  value: T | null;
  etag: string | null;
}
