import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '@kinora/kernel';
import type pg from 'pg';
import type { AuditContext, Breach, Invariant, Outcome } from './invariant.ts';
import { invariants } from './invariants.ts';
import { isQuiet } from './is-quiet.ts';
import { type OpenedAudit, withOpenedAudit } from './open-audit.ts';
import { reportAsJson, reportAsTable } from './report.ts';

export interface AuditResult {
  invariant: Invariant;
  outcome: Outcome;
}

/** Passes over a running server: what is only under way is settled by the next one. */
const PASSES = 4;
const BETWEEN_PASSES_MS = 1500;

/**
 * Checks the stored data against the project's invariants and prints what it found. Resolves with the exit code:
 * 0 when all hold, 1 on a breach, 2 when the data cannot be opened.
 */
export async function runAudit(options: {
  environment: Environment;
  json: boolean;
  write?: (text: string) => void;
  /** How often a running server's data is looked at before what is found counts as a breach. */
  passes?: number;
}): Promise<number> {
  const write = options.write ?? ((text: string) => process.stdout.write(text));
  return withOpenedAudit({ environment: options.environment, write }, async (opened) => {
    const results = await audit(opened, options.passes ?? PASSES);
    write(options.json ? reportAsJson(results) : reportAsTable(results));
    return results.some(({ outcome }) => outcome.breaches.length > 0) ? 1 : 0;
  });
}

async function audit(opened: OpenedAudit, passes: number): Promise<AuditResult[]> {
  let results = await onePass(opened, invariants);
  if (!opened.running) return results;
  // Blobs and directories are no part of the snapshot: beside a running server only what stays is a breach.
  for (let pass = 1; pass < passes && results.some(({ outcome }) => outcome.breaches.length > 0); pass++) {
    await delay(BETWEEN_PASSES_MS);
    const again = await onePass(
      opened,
      results.filter(({ outcome }) => outcome.breaches.length > 0).map(({ invariant }) => invariant),
    );
    results = results.map((result) => {
      const later = again.find(({ invariant }) => invariant === result.invariant);
      return later
        ? { ...later, outcome: { ...later.outcome, breaches: inBoth(result.outcome, later.outcome) } }
        : result;
    });
  }
  return results;
}

function inBoth(first: Outcome, second: Outcome): Breach[] {
  return second.breaches.filter((breach) => first.breaches.some(({ subject }) => subject === breach.subject));
}

async function onePass(opened: OpenedAudit, asked: readonly Invariant[]): Promise<AuditResult[]> {
  const { client } = opened;
  await client.query('begin transaction isolation level repeatable read read only');
  try {
    const context = await contextOf(opened, client);
    const results: AuditResult[] = [];
    for (const invariant of asked) results.push({ invariant, outcome: await invariant.check(context) });
    return results;
  } finally {
    await client.query('rollback');
  }
}

async function contextOf(opened: OpenedAudit, client: pg.Client): Promise<AuditContext> {
  const query = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> => {
    const { rows } = await client.query<Row>(text, [...values]);
    return rows;
  };
  const [clock] = await query<{ now: Date }>('select clock_timestamp() as now');
  const { blobs, aside, dataDir, stagingDirectory, running, graceMs } = opened;
  return {
    query,
    blobs,
    aside,
    dataDir,
    stagingDirectory,
    running,
    graceMs,
    now: clock?.now ?? new Date(),
    quiet: await isQuiet(query),
  };
}
