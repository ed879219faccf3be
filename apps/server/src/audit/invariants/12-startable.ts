import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMigrations } from '@kinora/kernel';
import { services } from '../../services.ts';
import { type AuditContext, Findings, type Invariant } from '../invariant.ts';

/** Newest format of the data directory that this release reads. */
const FORMAT = 1;
const MAX_ATTEMPTS = 5;

export const startable: Invariant = {
  number: 12,
  title: 'the next start finds a directory, keys and schemas that it can read',
  async check(context) {
    const findings = new Findings();
    findings.look('format', await formatProblem(join(context.dataDir, 'format')));
    for (const service of services) await checkKeys(findings, context.dataDir, service.name);
    for (const service of services) {
      if (service.migrations) await checkMigrations(context, findings, service.name, service.migrations);
      if (service.migrations) await checkPoison(context, findings, service.name.replaceAll('-', '_'));
    }
    return findings;
  },
};

async function formatProblem(path: string): Promise<string | null> {
  if (!existsSync(path)) return 'the file that says it is missing';
  const text = (await readFile(path, 'utf8')).trim();
  return /^\d+$/.test(text) && Number(text) <= FORMAT
    ? null
    : `is ${JSON.stringify(text)}, this release reads up to ${FORMAT}`;
}

/** A container holds the private key of its own services only: what is absent is no damage, what cannot be read is. */
async function checkKeys(findings: Findings, dataDir: string, service: string): Promise<void> {
  for (const half of ['private', 'public']) {
    const path = join(dataDir, 'keys', `${service}.${half}.json`);
    if (!existsSync(path)) continue;
    findings.look(`key ${service}.${half}`, isKey(await readFile(path, 'utf8')) ? null : 'cannot be read');
  }
}

function isKey(text: string): boolean {
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === 'object' && key !== null && 'kty' in key && 'x' in key;
  } catch {
    return false;
  }
}

async function checkMigrations(
  context: AuditContext,
  findings: Findings,
  service: string,
  directory: URL,
): Promise<void> {
  const schema = service.replaceAll('-', '_');
  const applied = await context.query<{ name: string }>(`select name from ${schema}.migrations`);
  const names = new Set(applied.map(({ name }) => name));
  for (const { name } of await readMigrations(directory))
    findings.look(`schema ${schema}`, !names.has(name) && `the migration ${name} has not been applied`);
}

/** An event that has used up its attempts is parked by the next start; more attempts than that were never counted right. */
async function checkPoison(context: AuditContext, findings: Findings, schema: string): Promise<void> {
  const rows = await context.query<{ event_id: string; attempts: number; last_error: string | null }>(
    `select event_id, attempts, last_error from ${schema}.inbox_attempts where attempts > $1 limit 100`,
    [MAX_ATTEMPTS + 1],
  );
  for (const row of rows)
    findings.look(`event ${row.event_id}`, `${schema} has tried it ${row.attempts} times without parking it`);
}
