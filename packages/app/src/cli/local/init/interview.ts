import { faultOf, strategyWishes, wishWordings } from '../../../first-day/index.ts';
import type { Interview, Language, ListPart, Part } from '../../../first-day/index.ts';
import type { CommandIo } from '../../command.ts';
import { initWords } from './words.ts';

type Person = Pick<CommandIo, 'talk' | 'paint'> & { readonly ask: NonNullable<CommandIo['ask']> };

const anothers: Readonly<Record<ListPart, keyof typeof initWords>> = {
  nodes: 'anotherOfNodes',
  items: 'anotherOfItems',
  carriers: 'anotherOfCarriers',
};

/** Asks a person, question by question; a wrong answer is told with its remedy and asked again. */
export function interviewOf(person: Person, language: Language): Interview {
  const { talk, paint } = person;
  let heading: Part | undefined;
  const begin = (part: Part): void => {
    if (heading === part) return;
    heading = part;
    talk(`\n  ${paint.strong(initWords[part][language])}\n`);
  };
  return {
    answering: async ({ key, says }, { part, fallback }) => {
      begin(part);
      return asked(person, {
        question: says[language],
        fallback,
        faultIn: (answer) => faultOf(part, key, answer)?.why,
      });
    },
    another: (part) => {
      begin(part);
      return agreed(person, initWords[anothers[part]][language], false);
    },
    itemsFile: async () => {
      begin('items');
      const path = await asked(person, { question: initWords.itemsFile[language], fallback: '' });
      return path === '' ? undefined : path;
    },
    strategy: () => {
      talk(`\n${strategyWishes.map((wish) => `    ${wishWordings[wish][language]}\n`).join('')}`);
      const isWish = (answer: string): boolean => strategyWishes.some((wish) => wish === answer);
      return asked(person, {
        question: initWords.strategy[language],
        fallback: 'balanced',
        faultIn: (answer) => (isWish(answer) ? undefined : strategyWishes.join(', ')),
      });
    },
  };
}

async function asked(
  { ask, talk, paint }: Person,
  how: {
    readonly question: string;
    readonly fallback: string;
    readonly faultIn?: (answer: string) => string | undefined;
  },
): Promise<string> {
  const shown = how.fallback === '' ? '' : ` ${paint.dim(`(${how.fallback})`)}`;
  for (;;) {
    const typedText = (await ask(`  ${how.question}${shown}: `)).trim();
    const answer = typedText === '' ? how.fallback : typedText;
    const fault = how.faultIn?.(answer);
    if (fault === undefined) return answer;
    talk(`  ${paint.bad('✖')} ${fault}\n`);
  }
}

/** A question of yes or no; return takes the default. */
export async function agreed(
  { ask }: Pick<Person, 'ask'>,
  question: string,
  isUsual: boolean,
): Promise<boolean> {
  const answer = (await ask(`  ${question} (${isUsual ? 'Y/n' : 'y/N'}): `)).trim().toLowerCase();
  return answer === '' ? isUsual : ['y', 'yes', '是'].includes(answer);
}
