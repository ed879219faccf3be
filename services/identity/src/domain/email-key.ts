/** By which two spellings of an address are one. */
export function emailKey(email: string): string {
  return email.normalize('NFKC').toLowerCase();
}
