import type { BlobStore } from '@kinora/ports';

/** What an invariant may look at: one snapshot of every schema, the blobs, and the directories of this machine. */
export interface AuditContext {
  /** Rows of the snapshot: every query of one pass sees the same moment. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  blobs: BlobStore;
  /** Files that were being written when they were listed, before anything was opened. */
  aside: readonly { path: string; modifiedAt: Date }[];
  dataDir: string;
  stagingDirectory: string;
  /** A server works on this data: what is under way now may not be finished yet. */
  running: boolean;
  /** Nothing is under way between services: no event waits to be published or heard. */
  quiet: boolean;
  /** After so long nothing that is over is left. */
  graceMs: number;
  /** The database's clock at the snapshot. */
  now: Date;
}

export interface Breach {
  /** What it concerns: `upload 3xK…`, `blob videos/…`. */
  subject: string;
  problem: string;
}

export interface Outcome {
  /** How many things were looked at, so that "no breach" cannot mean "nothing there". */
  checked: number;
  breaches: Breach[];
}

/** One of the numbered promises of the project, as a check over stored data. */
export interface Invariant {
  number: number;
  title: string;
  check(context: AuditContext): Promise<Outcome>;
}

/** Counts what was looked at and keeps what was wrong with it. */
export class Findings implements Outcome {
  checked = 0;
  readonly breaches: Breach[] = [];

  /** `problems` that are not null are breaches of `subject`. */
  look(subject: string, ...problems: (string | null | false)[]): void {
    this.checked++;
    for (const problem of problems) if (problem) this.breaches.push({ subject, problem });
  }
}
