import type { TemperatureClass } from '@ordermesh/core/parties';

/** A family of five items: what they are, and what one of the middle size weighs and costs. */
export interface ItemFamily {
  readonly name: string;
  readonly group: ItemGroup;
  readonly weightGrams: number;
  /** Fen. */
  readonly priceMinor: number;
}

export type ItemGroup = 'drink' | 'food' | 'dairy' | 'frozen' | 'care' | 'home' | 'tech' | 'wear';

/** Per group: temperature, HS chapter (for duty), and how the five variants differ in size. */
export const groups: Readonly<
  Record<
    ItemGroup,
    {
      readonly temperatureClass: TemperatureClass;
      readonly hsCode: string;
      readonly variants: readonly (readonly [suffix: string, factor: number])[];
    }
  >
> = {
  drink: {
    temperatureClass: 'ambient',
    hsCode: '2202',
    variants: [
      ['250 mL', 0.3],
      ['500 mL', 0.55],
      ['1 L', 1],
      ['6 × 250 mL', 1.6],
      ['6 × 1 L', 6],
    ],
  },
  food: {
    temperatureClass: 'ambient',
    hsCode: '2106',
    variants: [
      ['100 g', 0.25],
      ['250 g', 0.55],
      ['500 g', 1],
      ['1 kg', 1.9],
      ['gift box', 2.6],
    ],
  },
  dairy: {
    temperatureClass: 'chilled',
    hsCode: '0403',
    variants: [
      ['small', 0.4],
      ['regular', 1],
      ['large', 1.8],
      ['4 pack', 3.4],
      ['organic', 1.1],
    ],
  },
  frozen: {
    temperatureClass: 'frozen',
    hsCode: '1902',
    variants: [
      ['200 g', 0.4],
      ['500 g', 1],
      ['800 g', 1.5],
      ['1 kg', 1.9],
      ['family box', 3],
    ],
  },
  care: {
    temperatureClass: 'ambient',
    hsCode: '3304',
    variants: [
      ['50 mL', 0.35],
      ['100 mL', 0.6],
      ['200 mL', 1],
      ['refill', 0.9],
      ['set', 2.1],
    ],
  },
  home: {
    temperatureClass: 'ambient',
    hsCode: '6911',
    variants: [
      ['white', 1],
      ['grey', 1],
      ['blue', 1],
      ['set of 2', 1.95],
      ['set of 4', 3.8],
    ],
  },
  tech: {
    temperatureClass: 'ambient',
    hsCode: '8518',
    variants: [
      ['black', 1],
      ['white', 1],
      ['silver', 1.05],
      ['pro', 1.5],
      ['bundle', 1.8],
    ],
  },
  wear: {
    temperatureClass: 'ambient',
    hsCode: '6109',
    variants: [
      ['S', 0.92],
      ['M', 1],
      ['L', 1.06],
      ['XL', 1.12],
      ['2 pack', 2],
    ],
  },
};

type Row = readonly [name: string, weightGrams: number, priceMinor: number];

const families: Readonly<Record<ItemGroup, readonly Row[]>> = {
  drink: [
    ['Oat milk', 1050, 1590],
    ['Soy milk', 1040, 1090],
    ['Green tea drink', 1030, 690],
    ['Oolong tea drink', 1030, 750],
    ['Sparkling water', 1020, 590],
    ['Coconut water', 1040, 1290],
    ['Orange juice', 1050, 1690],
    ['Apple juice', 1050, 1490],
    ['Cold brew coffee', 1030, 1990],
    ['Kombucha', 1040, 1890],
    ['Plum drink', 1050, 890],
    ['Mineral water', 1010, 290],
    ['Almond milk', 1050, 1790],
    ['Lemon tea', 1030, 650],
  ],
  food: [
    ['Jasmine rice', 510, 1290],
    ['Longjing tea', 520, 12_900],
    ["Pu'er tea", 530, 9900],
    ['Walnuts', 520, 3990],
    ['Dried mango', 515, 2990],
    ['Soy sauce', 620, 1290],
    ['Chilli crisp', 560, 1590],
    ['Rice vinegar', 600, 990],
    ['Black sesame powder', 520, 2190],
    ['Egg noodles', 510, 890],
    ['Mushroom sauce', 560, 1690],
    ['Red dates', 510, 1990],
    ['Oatmeal', 510, 1490],
    ['Peanut butter', 560, 2290],
    ['Honey', 640, 3590],
    ['Rice crackers', 520, 1190],
    ['Sunflower seeds', 510, 990],
    ['Seaweed snack', 505, 2590],
  ],
  dairy: [
    ['Fresh milk', 980, 1890],
    ['Yoghurt', 760, 1590],
    ['Butter', 260, 2490],
    ['Cheese slices', 230, 2190],
    ['Tofu', 420, 590],
    ['Fresh noodles', 520, 990],
    ['Kimchi', 540, 1790],
    ['Fruit salad', 450, 2390],
  ],
  frozen: [
    ['Pork dumplings', 520, 2290],
    ['Shrimp wonton', 520, 2890],
    ['Spring rolls', 510, 1990],
    ['Edamame', 510, 1190],
    ['Ice cream', 540, 3290],
    ['Beef slices', 520, 4990],
    ['Steamed buns', 530, 1590],
    ['Fish balls', 520, 1890],
  ],
  care: [
    ['Shampoo', 240, 3990],
    ['Conditioner', 240, 3990],
    ['Shower gel', 245, 2990],
    ['Hand cream', 230, 2590],
    ['Face cream', 260, 8900],
    ['Sun cream', 225, 7900],
    ['Toothpaste', 235, 1690],
    ['Mouthwash', 250, 2690],
    ['Lip balm', 210, 1990],
    ['Facial cleanser', 230, 5900],
    ['Body lotion', 250, 4590],
    ['Baby wash', 240, 3590],
    ['Essence serum', 235, 15_900],
    ['Hair oil', 230, 6900],
    ['Toner', 250, 6500],
    ['Sheet mask', 220, 4900],
  ],
  home: [
    ['Tea cup', 320, 3900],
    ['Rice bowl', 380, 2900],
    ['Dinner plate', 620, 3500],
    ['Storage jar', 450, 2600],
    ['Cushion cover', 240, 4900],
    ['Bath towel', 520, 5900],
    ['Table lamp', 1450, 15_900],
    ['Cutting board', 980, 6900],
    ['Frying pan', 1600, 13_900],
    ['Water bottle', 330, 5900],
    ['Laundry basket', 1250, 7900],
    ['Bed sheet', 1100, 14_900],
    ['Wall clock', 780, 8900],
    ['Umbrella', 410, 5500],
  ],
  tech: [
    ['Earphones', 180, 19_900],
    ['Power bank', 340, 12_900],
    ['USB-C cable', 90, 2900],
    ['Phone case', 80, 3900],
    ['Bluetooth speaker', 620, 24_900],
    ['Wireless mouse', 160, 9900],
    ['Keyboard', 890, 29_900],
    ['Smart plug', 150, 5900],
    ['Electric kettle', 1350, 16_900],
    ['Desk fan', 1180, 13_900],
  ],
  wear: [
    ['T-shirt', 210, 6900],
    ['Hoodie', 560, 15_900],
    ['Socks', 90, 2500],
    ['Linen shirt', 260, 12_900],
    ['Sports shorts', 190, 8900],
    ['Down vest', 430, 29_900],
    ['Yoga pants', 280, 13_900],
    ['Scarf', 170, 9900],
  ],
};

/** The 96 families, group by group. */
export const itemFamilies = (): readonly ItemFamily[] =>
  (Object.keys(families) as ItemGroup[]).flatMap((group) =>
    families[group].map(([name, weightGrams, priceMinor]) => ({
      name,
      group,
      weightGrams,
      priceMinor,
    })),
  );
