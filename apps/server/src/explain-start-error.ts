import { ConfigError } from '@kinora/kernel';
import { DataDirectoryError } from './data-directory.ts';

/** One clear sentence for what an operator can mend; the whole story for what only we can. */
export function explainStartError(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataDirectoryError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Choose another with PORT, for example: PORT=${(port ?? 8080) + 1} npm start`;
  if (code === 'EACCES' && port !== undefined)
    return `This user may not listen on port ${port}. Choose one above 1023 with PORT.`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.';
  if (
    error.name === 'SecondInstance' ||
    error.name.startsWith('Embedded') ||
    error.name === 'PeerMissing' ||
    error.name === 'RoleStartError'
  )
    return error.message;
  return error.stack ?? error.message;
}
