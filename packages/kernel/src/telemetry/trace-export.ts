import { setTimeout as delay } from 'node:timers/promises';
import { context, propagation, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Log } from '../log/log.ts';

/** A batch that the collector does not take in this time is dropped; the queue is bounded too. */
const EXPORT_MS = 3000;
/** Stopping waits for the last spans, and not for a collector that is away. */
const FLUSH_MS = 1000;

/** Loaded only when an endpoint is configured. */
export function startExport(options: { endpoint: string; services: readonly string[]; log: Log }): {
  tracers: ReadonlyMap<string, Tracer>;
  stop(): Promise<void>;
} {
  const url = `${options.endpoint.replace(/\/$/, '')}/v1/traces`;
  const processor = new BatchSpanProcessor({
    exporter: telling(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS }), { url, log: options.log }),
  });
  // A second app of the same process, as tests have it, finds them set: they are the same for all.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracers = options.services.map((service) => {
    const resource = resourceFromAttributes({ 'service.name': `kinora-${service}`, 'service.namespace': 'kinora' });
    return [service, new TracerProvider({ resource, spanProcessors: [processor] }).getTracer('kinora')] as const;
  });
  return {
    tracers: new Map(tracers),
    async stop() {
      // What it fails with was told by the exporter.
      const flushed = processor.shutdown().catch(() => {});
      const timer = new AbortController();
      await Promise.race([flushed, delay(FLUSH_MS, undefined, { signal: timer.signal }).catch(() => {})]);
      timer.abort();
    },
  };
}

/** Says once that traces do not arrive, and once that they do again: the SDK drops them without a word. */
function telling(exporter: SpanExporter, { url, log }: { url: string; log: Log }): SpanExporter {
  let arriving = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const arrived = result.code === ExportResultCode.SUCCESS;
        if (arrived && !arriving) log.info({ url }, 'traces arrive at the collector again');
        if (!arrived && arriving) log.warn({ url, err: result.error }, 'traces do not arrive at the collector');
        arriving = arrived;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
