import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

export interface Metric {
  value: number;
  unit: string;
  /** `<= 1.1`, `>= 3000`; absent for figures that are only reported. */
  target?: string;
  ok?: boolean;
}

export interface SuiteResult {
  suite: string;
  machine: string;
  commit: string;
  shape: string;
  metrics: Record<string, Metric>;
}

/** A figure with its target; whether it is reached follows from both. */
export function metric(value: number, unit: string, target?: string): Metric {
  const rounded = Number(value.toPrecision(4));
  if (!target) return { value: rounded, unit };
  const match = /^(<=|>=) ([\d.]+)$/.exec(target);
  if (!match) throw new Error(`Not a target: ${target}`);
  const limit = Number(match[2]);
  return { value: rounded, unit, target, ok: match[1] === '<=' ? value <= limit : value >= limit };
}

/** The upper one of an even number. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** The least value that so large a share of all does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function describeMachine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

export function currentCommit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}

export async function report(result: SuiteResult, jsonFile: string | undefined): Promise<void> {
  if (jsonFile) await writeFile(jsonFile, `${JSON.stringify(result, null, 2)}\n`);
  const rows = Object.entries(result.metrics).map(([name, { value, unit, target, ok }]) => [
    name,
    `${value} ${unit}`.trim(),
    target ?? '',
    ok === undefined ? '' : ok ? 'reached' : 'missed',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  process.stdout.write(`\n${result.suite} (${result.shape}) on ${result.machine}, commit ${result.commit}\n`);
  for (const row of rows) {
    process.stdout.write(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`);
  }
}
