import { runAudit } from './run-audit.ts';

process.exitCode = await runAudit({ environment: process.env, json: process.argv.includes('--json') });
