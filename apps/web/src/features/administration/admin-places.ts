import type { Role } from '@kinora/sdk';
import { CpuIcon } from '@phosphor-icons/react/dist/csr/Cpu';
import { EnvelopeSimpleIcon } from '@phosphor-icons/react/dist/csr/EnvelopeSimple';
import { FlagIcon } from '@phosphor-icons/react/dist/csr/Flag';
import { HardDrivesIcon } from '@phosphor-icons/react/dist/csr/HardDrives';
import { HeartbeatIcon } from '@phosphor-icons/react/dist/csr/Heartbeat';
import { KeyIcon } from '@phosphor-icons/react/dist/csr/Key';
import { ListMagnifyingGlassIcon } from '@phosphor-icons/react/dist/csr/ListMagnifyingGlass';
import { PaintBrushIcon } from '@phosphor-icons/react/dist/csr/PaintBrush';
import { QueueIcon } from '@phosphor-icons/react/dist/csr/Queue';
import { UserPlusIcon } from '@phosphor-icons/react/dist/csr/UserPlus';
import { UsersIcon } from '@phosphor-icons/react/dist/csr/Users';

/** Moderators look after people; all else is the administrators'. */
const PLACES = [
  { to: '/admin', label: 'people', icon: UsersIcon, for: ['moderator', 'admin'] },
  { to: '/admin/reports', label: 'reports', icon: FlagIcon, for: ['moderator', 'admin'] },
  { to: '/admin/registration', label: 'registration', icon: UserPlusIcon, for: ['admin'] },
  { to: '/admin/instance', label: 'instance', icon: PaintBrushIcon, for: ['admin'] },
  { to: '/admin/logins', label: 'logins', icon: KeyIcon, for: ['admin'] },
  { to: '/admin/mail', label: 'mail', icon: EnvelopeSimpleIcon, for: ['admin'] },
  { to: '/admin/storage', label: 'storage', icon: HardDrivesIcon, for: ['admin'] },
  { to: '/admin/workers', label: 'workers', icon: CpuIcon, for: ['admin'] },
  { to: '/admin/processing', label: 'jobs', icon: QueueIcon, for: ['admin'] },
  { to: '/admin/health', label: 'health', icon: HeartbeatIcon, for: ['admin'] },
  { to: '/admin/audit', label: 'audit', icon: ListMagnifyingGlassIcon, for: ['admin'] },
] as const satisfies readonly { for: readonly Role[]; [more: string]: unknown }[];

export type AdminPlace = (typeof PLACES)[number];

/** None for those who have nothing to do there. */
export function adminPlaces(role: Role): AdminPlace[] {
  return PLACES.filter((place) => (place.for as readonly Role[]).includes(role));
}
