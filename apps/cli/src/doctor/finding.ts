/** One line of the examination. `poor` works, but less well; `bad` does not work. */
export interface Finding {
  state: 'good' | 'poor' | 'bad';
  about: string;
  /** A sentence about what is. */
  found: string;
  /** What to do, unless all is well. */
  remedy?: string;
}
