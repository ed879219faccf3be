import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { allBlobs } from '@kinora/ports';
import { type AuditContext, Findings, type Invariant } from '../invariant.ts';
import { readReferences } from '../references.ts';

/** What a killed process left aside is removed once it is an hour old; a server looks every two minutes. */
const ASIDE_MS = 65 * 60_000;

export const blobsReferenced: Invariant = {
  number: 6,
  title: 'blobs equal references, nothing half-written stays',
  async check(context) {
    const findings = new Findings();
    const references = await readReferences(context);
    const seen = new Set<string>();
    const before = context.now.getTime() - context.graceMs;
    for await (const blob of allBlobs(context.blobs)) {
      const sizeBytes = references.sizes.get(blob.key);
      const known = sizeBytes !== undefined;
      if (known) seen.add(blob.key);
      const atWork = references.working.some((prefix) => blob.key.startsWith(prefix));
      const stray = !known && !atWork && blob.modifiedAt.getTime() < before;
      findings.look(
        `blob ${blob.key}`,
        stray && 'nothing refers to it',
        known &&
          sizeBytes !== null &&
          sizeBytes !== blob.sizeBytes &&
          `has ${blob.sizeBytes} bytes instead of ${sizeBytes}`,
      );
    }
    for (const [key] of references.sizes)
      if (!seen.has(key)) findings.look(`blob ${key}`, 'is referred to and is not there');
    await checkLeftovers(context, findings);
    return findings;
  },
};

/** Files that a crash may leave for a while: parts of blobs, staged uploads that are over. */
async function checkLeftovers(context: AuditContext, findings: Findings): Promise<void> {
  const now = Date.now();
  for (const { path, modifiedAt } of context.aside) {
    const old = context.running && now - modifiedAt.getTime() > ASIDE_MS;
    findings.look(`file ${path}`, old && 'was never finished');
  }
  const open = await context.query<{ id: string }>(
    `select id from uploads.uploads where state not in ('complete', 'abandoned')`,
  );
  const openIds = new Set(open.map(({ id }) => id));
  for (const path of await filesIn(context.stagingDirectory)) {
    const id = path.split('/').at(-1) ?? '';
    const found = await stat(path).catch(() => undefined);
    const old = found !== undefined && now - found.mtimeMs > context.graceMs;
    findings.look(`staged ${id}`, old && !openIds.has(id) && 'its upload is over');
  }
}

async function filesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.map((name) => join(directory, name));
}
