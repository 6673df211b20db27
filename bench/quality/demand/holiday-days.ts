import type { Holiday } from '@ordermesh/core/learn';

/** Public holidays of a zone, by name. */
const told = (zone: string, days: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(days).flatMap(([name, all]) =>
    all.map((day): Holiday => ({ zone, day, name, kind: 'public' })),
  );

/**
 * Bank holidays of England and Wales from December 2010 to December 2011.
 *
 * @see https://www.gov.uk/bank-holidays
 */
export const englishHolidays: readonly Holiday[] = told('GB', {
  'Christmas Day': ['2010-12-25', '2010-12-27'],
  'Boxing Day': ['2010-12-26', '2010-12-28'],
  'New Year': ['2011-01-01', '2011-01-03'],
  'Good Friday': ['2011-04-22'],
  'Easter Monday': ['2011-04-25'],
  'Royal wedding': ['2011-04-29'],
  'Early May': ['2011-05-02'],
  'Spring bank holiday': ['2011-05-30'],
  'Summer bank holiday': ['2011-08-29'],
});

/**
 * National holidays of Brazil with Carnival and Corpus Christi, 2017 to August 2018, as everybody knew them; and Black
 * Friday.
 *
 * @see Lei 662/1949, Lei 10.607/2002
 */
export const brazilianHolidays: readonly Holiday[] = [
  ...told('BR', {
    'Confraternização Universal': ['2017-01-01', '2018-01-01'],
    Carnaval: ['2017-02-27', '2017-02-28', '2018-02-12', '2018-02-13'],
    'Sexta-feira Santa': ['2017-04-14', '2018-03-30'],
    Tiradentes: ['2017-04-21', '2018-04-21'],
    'Dia do Trabalho': ['2017-05-01', '2018-05-01'],
    'Corpus Christi': ['2017-06-15', '2018-05-31'],
    Independência: ['2017-09-07'],
    'Nossa Senhora Aparecida': ['2017-10-12'],
    Finados: ['2017-11-02'],
    'Proclamação da República': ['2017-11-15'],
    Natal: ['2017-12-25'],
  }),
  { zone: 'BR', day: '2017-11-24', name: 'Black Friday', kind: 'shopping' },
];
