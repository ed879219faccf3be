/**
 * Hot values that may vanish at any moment. A failing engine behaves like an empty one: `get` answers undefined,
 * `set` and `delete` resolve. Whoever needs the truth reads the database.
 */
export interface Cache {
  get(key: string): Promise<Uint8Array | undefined>;
  /** `ttlMs` is at least 1 and at most one day. Values are at most 1 MiB. */
  set(key: string, value: Uint8Array, options: { ttlMs: number }): Promise<void>;
  delete(key: string): Promise<void>;
  /**
   * Adds `by` to a counter that expires `windowMs` after its first increment; answers the new value and what remains
   * of the window. When the engine is away it answers `{ value: 0 }`: limits open rather than lock everyone out.
   */
  increment(key: string, options: { by?: number; windowMs: number }): Promise<{ value: number; remainingMs: number }>;
  close(): Promise<void>;
}
