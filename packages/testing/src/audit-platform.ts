import type { TestPlatform } from './platform.ts';

export interface AuditReport {
  exitCode: number;
  invariants: { number: number; title: string; checked: number; breaches: { subject: string; problem: string }[] }[];
  output: string;
}

/**
 * Audits the data of a platform, as `kinora audit` does. `once` takes the first pass for the truth: for damage that
 * stays, when nothing is under way.
 */
export async function auditPlatform(
  platform: Pick<TestPlatform, 'environment'>,
  options: { once?: boolean } = {},
): Promise<AuditReport> {
  // Loaded when it is needed: most tests of one service would wait for all others.
  const { runAudit } = await import('@kinora/server');
  let output = '';
  const exitCode = await runAudit({
    environment: platform.environment,
    json: true,
    ...(options.once ? { passes: 1 } : {}),
    write: (text) => {
      output += text;
    },
  });
  const report = exitCode === 2 ? undefined : (JSON.parse(output) as Pick<AuditReport, 'invariants'>);
  return { exitCode, output, invariants: report?.invariants ?? [] };
}
