import type { Wording } from '@ordermesh/core/strategy';

/** What the set-up says, in both languages. */
export const initWords = {
  intro: {
    en: 'Return takes the value in brackets. Nothing is written before you have seen it.',
    zh: '直接回车采用括号里的值。写入之前会先给您看。',
  },
  business: { en: 'The business', zh: '企业' },
  nodes: { en: 'Where goods are', zh: '货在哪里' },
  items: { en: 'What is sold', zh: '卖什么' },
  carriers: { en: 'How parcels travel', zh: '怎么配送' },
  anotherOfNodes: { en: 'Another store or warehouse?', zh: '再加一个门店或仓库？' },
  anotherOfItems: { en: 'Another item?', zh: '再加一个商品？' },
  anotherOfCarriers: { en: 'Another carrier service?', zh: '再加一个配送服务？' },
  itemsFile: { en: 'File of items (empty: type them)', zh: '商品文件（留空则逐个输入）' },
  strategy: { en: 'What shall routing strive for', zh: '路由以什么为先' },
  willWrite: { en: 'This will be written', zh: '将写入' },
  wouldWrite: { en: 'This would be written', zh: '将会写入（试运行，未写入）' },
  nothing: { en: 'Nothing is new.', zh: '没有新内容。' },
  keptHint: {
    en: 'What differs stays; --replace writes it.',
    zh: '不同的内容会保留；要覆盖请加 --replace。',
  },
  writeIt: { en: 'Write it?', zh: '写入吗？' },
  notWritten: { en: 'Nothing was written.', zh: '没有写入任何内容。' },
  notOpened: {
    en: 'The store was not opened: this is what an empty one would get.',
    zh: '未打开数据库：按空库显示。',
  },
  written: { en: 'written', zh: '已写入' },
  goOn: {
    en: 'Once that is agreed to, run init again: it writes what is missing.',
    zh: '获批后请再次运行 init：它会补写尚缺的内容。',
  },
  configKept: { en: 'stays as it is', zh: '保持不变' },
  settings: { en: 'settings', zh: '设置' },
  keyRow: { en: 'key', zh: '密钥' },
  key: { en: 'admin key, shown only now:', zh: '管理员密钥，只显示这一次：' },
  keysThere: {
    en: 'keys are there; another one: ordermesh keys create --name me --scopes admin',
    zh: '已有密钥；再建一个：ordermesh keys create --name me --scopes admin',
  },
  noStock: {
    en: 'There is no stock yet: ordermesh import stock stock.csv',
    zh: '还没有库存：ordermesh import stock stock.csv',
  },
  next: {
    en: 'Next (client commands read the key from OM_KEY):',
    zh: '接下来（客户端命令从 OM_KEY 读取密钥）：',
  },
} as const satisfies Readonly<Record<string, Wording>>;
