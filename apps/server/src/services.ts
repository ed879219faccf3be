import type { Service } from '@kinora/kernel';
import { identity } from '@kinora/service-identity';

/** Every service and role of Kinora, in the order in which they start. */
export const services: readonly Service[] = [identity];
