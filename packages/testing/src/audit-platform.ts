import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestPlatform } from './platform.ts';

const AUDIT = fileURLToPath(new URL('../../../apps/server/src/audit/main.ts', import.meta.url));

export interface AuditReport {
  exitCode: number;
  invariants: { number: number; title: string; checked: number; breaches: { subject: string; problem: string }[] }[];
  /** As printed, when it was no report. */
  output: string;
}

/** Runs the audit as an operator does: in a process of its own, on the data directory of the platform. */
export async function auditPlatform(platform: TestPlatform): Promise<AuditReport> {
  const { exitCode, output } = await new Promise<{ exitCode: number; output: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [AUDIT, '--json'],
      { env: platform.environment, maxBuffer: 64 * 2 ** 20 },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
  const report = exitCode === 0 || exitCode === 1 ? (JSON.parse(output) as Pick<AuditReport, 'invariants'>) : undefined;
  return { exitCode, output, invariants: report?.invariants ?? [] };
}
