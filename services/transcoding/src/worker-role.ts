import { join } from 'node:path';
import { defineService } from '@kinora/kernel';
import { startWorker, type Worker } from '@kinora/worker';
import { workerConfig } from './config.ts';

/** Encodes. It speaks to the transcoding service over HTTP only, in this process as on any other machine. */
export const transcodingWorker = defineService({
  name: 'transcoding-worker',
  owns: 'nothing: it claims tasks and works on them',
  config: workerConfig,
  migrations: null,
  connections: 0,
  routes: [],
  provides: null,
  calls: {},
  emits: [],
  listens: [],
  async start({ app, config, log, peerUrl, serviceToken }) {
    let worker: Worker | undefined;
    return {
      context: {},
      async afterListen() {
        if (config.WORKER_SLOTS === 0) return;
        worker = await startWorker({
          server: { url: () => peerUrl('transcoding'), token: () => serviceToken('transcoding') },
          version: app.version,
          directory: config.WORKER_TEMP_DIR ?? join(app.dataDir, 'worker'),
          ...(config.WORKER_SLOTS === undefined ? {} : { slots: config.WORKER_SLOTS }),
          log: (level, message, fields) => log[level](fields, message),
        });
      },
      async drain() {
        await worker?.stop();
      },
    };
  },
});
