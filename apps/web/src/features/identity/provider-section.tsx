import type { MyLoginProvider, Proof } from '@kinora/sdk';
import { Dialog, useToast } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { queryClient } from '../../app/queries.ts';
import { FormError } from './form-error.tsx';
import { ProofForm } from './proof-form.tsx';
import { MY_PROVIDERS_KEY } from './use-my-providers.ts';

/** Accounts elsewhere that log in to this one. */
export function ProviderSection(props: {
  email: string;
  withCode: boolean;
  providers: MyLoginProvider[];
  problem: string | undefined;
}) {
  const t = useTranslations('security');
  const app = useTranslations('app');
  const formats = useFormats();
  const toast = useToast();
  const [chosen, setChosen] = useState<MyLoginProvider>();
  const prove = async ({ id, name, linkedAt }: MyLoginProvider, proof: Proof) => {
    if (linkedAt === null) return location.assign(await client.loginProviders.startLink(id, proof));
    await client.loginProviders.unlink(id, proof);
    setChosen(undefined);
    toast({ text: t('providerUnlinked', { name }) });
    await queryClient.invalidateQueries({ queryKey: MY_PROVIDERS_KEY });
  };
  return (
    <div className="flex flex-col gap-4">
      <FormError text={props.problem} />
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {props.providers.map((provider) => {
          const { id, name, linkedAt } = provider;
          return (
            <ListRow
              key={id}
              title={<bdi>{name}</bdi>}
              text={linkedAt ? t('providerSince', { date: formats.date(linkedAt) }) : t('providerNot')}
              action={{
                text: linkedAt ? t('providerUnlink') : t('providerLink'),
                name: linkedAt ? t('providerUnlinkNamed', { name }) : t('providerLinkNamed', { name }),
                onClick: () => setChosen(provider),
              }}
            />
          );
        })}
      </ul>
      {chosen && (
        <Dialog
          open
          onClose={() => setChosen(undefined)}
          title={t(chosen.linkedAt ? 'providerUnlinkNamed' : 'providerLinkNamed', { name: chosen.name })}
          closeLabel={app('close')}
          wide
        >
          <p className="text-14 text-text-2">{t('proofText')}</p>
          <ProofForm
            purpose={chosen.linkedAt ? 'unlink-provider' : 'link-provider'}
            email={props.email}
            withCode={props.withCode}
            danger={chosen.linkedAt !== null}
            submit={chosen.linkedAt ? t('providerUnlink') : t('goOn')}
            onProof={(proof) => prove(chosen, proof)}
          />
        </Dialog>
      )}
    </div>
  );
}
