import type messages from '../../messages/en.json';
import type { Language } from './languages.ts';

declare module 'use-intl' {
  interface AppConfig {
    Messages: typeof messages;
    Locale: Language;
  }
}
