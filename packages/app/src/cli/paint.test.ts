import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forTerminal, paintFor } from './paint.ts';

const escape = '\u001b';

it('nothing that other people wrote is obeyed by the terminal; text, lines and colours stay', () => {
  const paint = paintFor(true, {});
  const mine = `${paint.good('✔')} 漢字 ${paint.link('st_a')}\tß\n${paint.dim('x')}`;
  expect(forTerminal(mine)).toBe(mine);
  const theirs = [
    `${escape}[2J${escape}[H`,
    `${escape}]0;title\u0007`,
    `${escape}]52;c;Y3VybA==\u0007`,
    `${escape}]8;;https://evil.example${escape}\\`,
    'approved\rrejected',
    '\u009b2J',
    `${escape}P+q${escape}\\`,
    'a\b\b\u007f',
  ];
  for (const text of theirs)
    expect(Array.from(forTerminal(text)).some((one) => one < ' ' || one === '\u009b')).toBe(false);
});

it('leaves no control sign outside of a colour, whatever the text', () => {
  const piece = fc.constantFrom(escape, '[', '31', ';', 'm', 'K', '\r', '\n', '\u009b', 'a', '漢');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const rest = forTerminal(pieces.join('')).replaceAll(
        new RegExp(`${escape}\\[[0-9;]*m`, 'g'),
        '',
      );
      expect(/^[^\p{Cc}]*$/u.test(rest.replaceAll('\n', ''))).toBe(true);
    }),
  );
});
