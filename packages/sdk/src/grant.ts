/** What a right password buys. */
export interface Grant {
  grant: string;
  /** RFC 3339. */
  expiresAt: string;
}
