import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { IntlMessageFormat } from 'intl-messageformat';
import * as mails from './domain/account-mails.ts';
import { LANGUAGES, type Language, preferredLanguage, readerLanguage } from './domain/languages.ts';
import { composeMail, type MailDraft } from './domain/mail-texts.ts';
import { MailLanguages } from './mail-words.ts';

type Messages = { [name: string]: string | Messages };
type Element = ReturnType<IntlMessageFormat['getAst']>[number];

function leaves(part: Messages, path = ''): [string, string][] {
  return Object.entries(part).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[path + name, value]] : leaves(value, `${path}${name}.`),
  );
}

const read = (language: Language) =>
  new Map(leaves(JSON.parse(readFileSync(new URL(`../messages/${language}.json`, import.meta.url), 'utf8'))));

const astOf = (message: string, language: Language) =>
  new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst();

/** What is put in and how: `day date`, `days plural`, `site`. */
const partsOf = (ast: Element[]): string[] =>
  ast
    .filter(({ type }) => type !== LITERAL)
    .map((element) => `${'value' in element ? element.value : ''} ${element.type}`)
    .sort();
const LITERAL = 0;

test('every language says in mail what English says, with the same parts and all its plurals', () => {
  const english = read('en');
  assert.ok(english.size > 60);
  for (const language of LANGUAGES) {
    const said = read(language);
    assert.deepEqual([...said.keys()].sort(), [...english.keys()].sort(), language);
    const plurals = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [name, message] of said) {
      assert.notEqual(message.trim(), '', `${language}: ${name}`);
      const ast = astOf(message, language);
      const original = astOf(english.get(name) ?? '', 'en');
      assert.deepEqual(partsOf(ast), partsOf(original), `${language}: ${name}`);
      for (const element of ast)
        if ('options' in element && 'pluralType' in element)
          assert.deepEqual(Object.keys(element.options).sort(), [...plurals].sort(), `${language}: ${name}`);
    }
  }
});

test('every mail can be written in every language, in words of that language', async () => {
  const site = { name: 'Kinora', url: 'https://kinora.example' };
  const leavesAt = new Date('2026-12-07T23:30:00Z');
  const languages = new MailLanguages();
  const used = new Set<string>();
  for (const language of LANGUAGES) {
    const person = { email: 'a@example.org', displayName: 'Nora', language };
    const one: Record<keyof typeof mails, MailDraft | MailDraft[]> = {
      addressChangingMail: mails.addressChangingMail(site, person, 'b@example.org'),
      approvedMail: mails.approvedMail(site, person),
      deletedMail: mails.deletedMail(site, person),
      deletionDecidedMail: mails.deletionDecidedMail(site, person, { reason: 'spam', leavesAt }),
      exportReadyMail: mails.exportReadyMail(site, person, 7),
      invitationMail: mails.invitationMail(site, { ...person, invitedBy: 'Nora', days: 1, token: 't' }),
      keptMail: mails.keptMail(site, person),
      leavingMail: mails.leavingMail(site, person, leavesAt),
      newAddressMail: mails.newAddressMail(site, person, 't'),
      passwordChangedMail: mails.passwordChangedMail(site, person),
      passwordResetMail: mails.passwordResetMail(site, person, 't'),
      refusedMail: [mails.refusedMail(site, person, ''), mails.refusedMail(site, person, 'spam')],
      restoredMail: mails.restoredMail(site, person),
      securityChangedMail: mails.SECURITY_CHANGES.map((change) => mails.securityChangedMail(site, person, change)),
      suspendedMail: mails.suspendedMail(site, person, 'spam'),
      testMail: mails.testMail(site, person),
      verifyAddressMail: mails.verifyAddressMail(site, person, 't'),
      SECURITY_CHANGES: [],
    };
    const words = await languages.words(language);
    for (const draft of Object.values(one).flat()) {
      const mail = composeMail(draft, (name, values) => {
        used.add(name);
        return words(name, values);
      });
      assert.ok(mail.html.includes(`lang="${language}"`), mail.html);
      if (language !== 'en')
        assert.match(
          mail.subject,
          language === 'ar' ? /\p{Script=Arabic}/u : /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
        );
    }
    const day = { ar: '7 ديسمبر 2026', en: 'December 7, 2026', ja: '2026年12月7日' }[language];
    assert.ok(composeMail(mails.leavingMail(site, person, leavesAt), words).text.includes(day), day);
  }
  assert.deepEqual(
    [...read('en').keys()].filter((name) => !used.has(name)),
    [],
    'no message is left over',
  );
});

test('who has chosen no language is written to in that of the page in which they registered', () => {
  assert.equal(readerLanguage({ language: 'ja', page_language: 'ar' }), 'ja');
  assert.equal(readerLanguage({ language: null, page_language: 'ar' }), 'ar');
  assert.equal(readerLanguage({ language: null, page_language: null }), 'en');
  assert.equal(readerLanguage({ language: 'xx', page_language: null }), 'en');
});

test('pages and browsers say which language they want', () => {
  const said: [string | undefined, Language | null][] = [
    ['ar', 'ar'],
    ['ja-JP', 'ja'],
    ['de-DE,de;q=0.9,ja;q=0.8,en;q=0.7', 'ja'],
    ['en;q=0.1, AR;q=0.5', 'ar'],
    ['ar;q=0, en;q=0.1', 'en'],
    ['*', null],
    ['', null],
    [undefined, null],
    [`${'x,'.repeat(100_000)}ar`, null],
  ];
  for (const [header, language] of said) assert.equal(preferredLanguage(header), language, header?.slice(0, 50));
});
