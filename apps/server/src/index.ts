export { enginesSection, openSharedDatabase } from './adapters.ts';
export { askDatabase, type DatabaseAnswer } from './ask-database.ts';
export { runAudit } from './audit/run-audit.ts';
export { explainStartError } from './explain-start-error.ts';
export { runServer, type Server } from './run-server.ts';
export { services } from './services.ts';
export { type Split, type SplitRole, startSplit } from './split/run-split.ts';
export { VERSION } from './version.ts';
