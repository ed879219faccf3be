/** What a suite may do to the engine behind an adapter. */
export interface EngineFaults {
  /** `kill -9`; resolves when the engine no longer answers. */
  kill(): Promise<void>;
  /** Starts it on the same data and at the same address; resolves when it can be connected to. */
  restart(): Promise<void>;
}
