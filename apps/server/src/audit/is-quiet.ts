import type { AuditContext } from './invariant.ts';
import { SERVICE_SCHEMAS } from './service-schemas.ts';

/** True when every event has been published and heard: then each service knows what the others have told. */
export async function isQuiet(query: AuditContext['query']): Promise<boolean> {
  const waiting = SERVICE_SCHEMAS.map((schema) => `select 1 from ${schema}.outbox where published_at is null`);
  const behind = `select 1 from kinora.bus_position p join kinora.bus_partition b on b.id = p.partition where p.next < b.next`;
  const rows = await query(`${[...waiting, behind].join(' union all ')} limit 1`);
  return rows.length === 0;
}
