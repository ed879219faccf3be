/** When a full disk is worth another try. */
export const FULL_MS = 15_000;

/** Free bytes of the disk on which files arrive, and of the store that keeps them. */
export interface Disks {
  arriving: number;
  stored: number;
  /** A file that is whole needs no more room to be stored. */
  areOne: boolean;
}

/** What both have: a file needs room on either. */
export function leastFree({ arriving, stored }: Omit<Disks, 'areOne'>): number {
  return Math.min(arriving, stored);
}

/** To uploads that are under way, in bytes. */
export interface Promised {
  /** What has not arrived yet. */
  toArrive: number;
  /** All of their files. */
  toStore: number;
}

/** What another upload may have when everything that was promised has come; less than nothing when it was too much. */
export function unpromisedBytes(disks: Disks, promised: Promised): number {
  const stored = disks.stored - (disks.areOne ? promised.toArrive : promised.toStore);
  return Math.min(disks.arriving - promised.toArrive, stored);
}
