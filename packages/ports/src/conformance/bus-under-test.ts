import type { Database } from '../database/database.ts';
import type { EventBus } from '../event-bus/event-bus.ts';
import type { EngineFaults } from './engine-faults.ts';
import type { PortModule } from './port-process.ts';

export interface EventBusHarness {
  name: string;
  /** `create` answers one more connection to the same bus, as another process would have. */
  start(): Promise<RunningBus>;
}

export interface RunningBus {
  create(): EventBus;
  /** Makes the same bus in another process. */
  module: PortModule;
  /** For a bus with `publishIn`: a database that it lives in. */
  database?: Database<unknown>;
  faults?: EngineFaults;
  stop(): Promise<void>;
}

export interface BusUnderTest {
  running: RunningBus;
  bus: EventBus;
  /** The same bus, as another process has it. */
  other: EventBus;
}
