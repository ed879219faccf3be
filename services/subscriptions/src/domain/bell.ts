import { Bell as WireBell } from '@kinora/contracts/kinora/subscriptions/v1/subscriptions_pb.ts';

/** How a follower is told of new videos: of every one, of the first one of a day, or not at all. */
export const BELLS = ['all', 'personalised', 'none'] as const;
export type Bell = (typeof BELLS)[number];

const WIRE = {
  all: WireBell.ALL,
  personalised: WireBell.PERSONALISED,
  none: WireBell.NONE,
} as const satisfies Record<Bell, WireBell>;

export const toWireBell = (bell: Bell): WireBell => WIRE[bell];

/** Undefined for one that this release does not know. */
export const fromWireBell = (wire: WireBell): Bell | undefined => BELLS.find((bell) => WIRE[bell] === wire);
