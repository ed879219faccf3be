import type { Visibility } from '@kinora/sdk';
import type { Icon } from '@phosphor-icons/react';
import { GlobeHemisphereWestIcon } from '@phosphor-icons/react/dist/csr/GlobeHemisphereWest';
import { KeyIcon } from '@phosphor-icons/react/dist/csr/Key';
import { LinkSimpleIcon } from '@phosphor-icons/react/dist/csr/LinkSimple';
import { LockIcon } from '@phosphor-icons/react/dist/csr/Lock';
import { UsersIcon } from '@phosphor-icons/react/dist/csr/Users';

export const VISIBILITY_ICONS: Record<Visibility, Icon> = {
  public: GlobeHemisphereWestIcon,
  unlisted: LinkSimpleIcon,
  private: LockIcon,
  password: KeyIcon,
  members: UsersIcon,
};
