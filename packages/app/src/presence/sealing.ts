import { namesOf } from './names.ts';
import type { PresenceWarning, PresentProcess, PresentSealing } from './process.ts';

type Sealer = PresentProcess & { readonly sealing: PresentSealing };

const setting = 'OM_AUDIT_KEY_FILE';

/** What is wrong with those that seal: a chain that was tampered with, seals without signature, keys that are not known. */
export function sealingWarnings(present: readonly PresentProcess[]): readonly PresenceWarning[] {
  const sealers = present.filter((one): one is Sealer => one.sealing !== undefined);
  return [...brokenWarnings(sealers), ...unsignedWarnings(sealers), ...strangeWarnings(sealers)];
}

function brokenWarnings(sealers: readonly Sealer[]): readonly PresenceWarning[] {
  const blocked = sealers.filter(({ sealing }) => sealing.broken);
  const { what = '', seal = 0 } = blocked[0]?.sealing.broken ?? {};
  if (blocked.length === 0) return [];
  return [
    {
      warning: 'audit-chain-broken',
      why: `The chain of seals of the audit trail does not go on from what ${namesOf(blocked)} knows to be right (${what}, seal ${String(seal)}): seals were taken away, made anew, or made by a process without a known key. Orders go on; nothing is sealed there until people have looked.`,
      try: [
        'Run ordermesh audit verify with the head noted last and with --public-key: it names what does not fit.',
        'Only when you know why (a restore, a worker without the key): stop that process, delete audit-head.txt in its data directory, start it again, and note why.',
      ],
    },
  ];
}

/** One unsigned seal is enough to stop all who sign, and to let who can write to the database make the end of the chain anew. */
function unsignedWarnings(sealers: readonly Sealer[]): readonly PresenceWarning[] {
  const bare = sealers.filter(({ sealing }) => sealing.keyId === undefined);
  const signing = sealers.filter(({ sealing }) => sealing.keyId !== undefined);
  const signedThrough = Math.max(0, ...bare.map(({ sealing }) => sealing.signedThrough ?? 0));
  if (bare.length === 0 || (signing.length === 0 && signedThrough === 0)) return [];
  const others =
    signing.length > 0
      ? `${namesOf(signing)} signs, and will seal nothing behind an unsigned seal`
      : `seals up to ${String(signedThrough)} are signed`;
  return [
    {
      warning: 'audit-unsigned',
      setting,
      why: `${namesOf(bare)} seals the audit trail without a key, while ${others}.`,
      try: [
        'Give every process with the role worker the key file (OM_AUDIT_KEY_FILE) and start it again.',
        'If signing is to end, take the key from all of them; this warning stays as long as there are signed seals.',
      ],
    },
  ];
}

function strangeWarnings(sealers: readonly Sealer[]): readonly PresenceWarning[] {
  const inUse = new Set(sealers.flatMap(({ sealing }) => sealing.keyId ?? []));
  const strange = (one: Sealer): readonly string[] =>
    [...inUse].filter((keyId) => !one.sealing.believes.includes(keyId));
  const blind = sealers.filter((one) => one.sealing.keyId && strange(one).length > 0);
  if (blind.length === 0) return [];
  const unknown = [...new Set(blind.flatMap(strange))].sort();
  return [
    {
      warning: 'audit-key-unknown',
      setting,
      why: `${namesOf(blind)} does not know the key ${unknown.join(', ')} that another process of this store signs seals with, and will seal nothing behind them.`,
      try: [
        'Make the newer key with ordermesh audit keygen --after: its files hold the public keys of before as well.',
        'Or give every process with the role worker the same key file.',
      ],
    },
  ];
}
