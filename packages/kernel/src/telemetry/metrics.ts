import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The process's Prometheus registry and the kernel's own figures; labels are of low cardinality. */
export interface Metrics {
  registry: Registry;
  httpDuration: Histogram<'service' | 'route' | 'method' | 'status'>;
  eventsHandled: Counter<'service' | 'type' | 'outcome'>;
  outboxPending: Gauge<'service'>;
  parkedEvents: Gauge<'service'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    httpDuration: new Histogram({
      name: 'kinora_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its answer.',
      labelNames: ['service', 'route', 'method', 'status'],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    eventsHandled: new Counter({
      name: 'kinora_events_handled_total',
      help: 'Events that a consumer has taken from the bus, by outcome.',
      labelNames: ['service', 'type', 'outcome'],
      registers: [registry],
    }),
    outboxPending: new Gauge({
      name: 'kinora_outbox_pending',
      help: 'Events written but not yet carried to the bus.',
      labelNames: ['service'],
      registers: [registry],
    }),
    parkedEvents: new Gauge({
      name: 'kinora_parked_events',
      help: 'Events that could not be handled and wait for an operator.',
      labelNames: ['service'],
      registers: [registry],
    }),
  };
}
