import { client, sessionStore } from './client.ts';
import { type Language, pageLanguage } from './languages.ts';
import { chooseBrowserLanguage, chooseLanguage } from './messages.ts';

/** Chosen once, it goes with the person: it counts more than what this browser remembers. */
export function followAccountLanguage(): void {
  const follow = () => {
    const session = sessionStore.get();
    const language = session.state === 'known' ? session.account.language : null;
    if (language === null || language === pageLanguage()) return;
    // Without its words the page goes on in the language that it has.
    void chooseLanguage(language).catch((error: unknown) => console.error(error));
  };
  sessionStore.subscribe(follow);
  follow();
}

/** Of this browser and, where somebody is signed in, of the account. Null: as each browser prefers. */
export async function changeLanguage(language: Language | null): Promise<void> {
  if (sessionStore.get().state === 'known') sessionStore.set(await client.identity.updateMe({ language }));
  if (language === null) await chooseBrowserLanguage();
  else await chooseLanguage(language);
}
