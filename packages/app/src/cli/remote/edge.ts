import { answerMessage, coldAnswer, edgeAgent, fileLog, LogFailure } from '@ordermesh/edge';
import type { EdgeAgent, EdgeEntry, EdgeLog, Link } from '@ordermesh/edge';
import { epcisDocument } from '@ordermesh/core/facts';
import { privateUri } from '@ordermesh/core/words';
import type { Ordermesh } from '@ordermesh/sdk';
import { AppFailure } from '../../errors/index.ts';
import { typed } from '../command.ts';
import type { Command, CommandIo, Typed } from '../command.ts';
import { connect, remoteOptions } from './connect.ts';

/** Loggers that fall silent are noticed this often; an answer is due within 120 s. */
const lookEveryMs = 30_000;
/** How often the link is tried while something waits. */
const tellEveryMs = 15_000;

/** The agent in a store or vehicle. */
export const edge: Command = {
  name: 'edge',
  summary: 'The agent in a store or vehicle: judge readings and scans without a link, tell later',
  usage: '--node st_003 --log edge.log [--offset +08:00] < messages.ndjson',
  options: {
    ...remoteOptions,
    node: { type: 'string', says: 'Code of the node, or the URI of the vehicle.' },
    log: { type: 'string', says: 'File of its log; made when it is not there.' },
    offset: { type: 'string', says: 'Offset of the place from UTC; default +00:00.' },
    'uri-host': {
      type: 'string',
      says: 'Host name in private URIs, as the hub has it; default hub.ordermesh.local.',
    },
  },
  run: async (args, io) => {
    const asked = typed(args, edge, [0, 0]);
    const log = openLog(needed(asked, 'log'));
    const agent = edgeAgent({
      log,
      now: Date.now,
      nodeUri: nodeUriOf(asked),
      offset: offsetOf(asked),
    });
    try {
      return await serve(agent, linkTo(connect(asked, io)), io);
    } finally {
      log.close();
    }
  },
};

function needed(asked: Typed, option: 'node' | 'log'): string {
  const given = asked.text(option);
  if (given === undefined || given === '')
    throw new AppFailure('usage', {
      why: `--${option} is needed.`,
      try: ['ordermesh edge --help'],
    });
  return given;
}

function nodeUriOf(asked: Typed): string {
  const node = needed(asked, 'node');
  if (/^[a-z]+:/.test(node)) return node;
  return privateUri(asked.text('uri-host') ?? 'hub.ordermesh.local', 'node', node);
}

function offsetOf(asked: Typed): string {
  const offset = asked.text('offset') ?? '+00:00';
  if (/^[+-]\d\d:\d\d$/.test(offset)) return offset;
  throw new AppFailure('usage', { why: `--offset must look like +08:00; "${offset}" does not.` });
}

function openLog(path: string): EdgeLog<EdgeEntry> {
  try {
    return fileLog<EdgeEntry>(path);
  } catch (failure) {
    if (!(failure instanceof LogFailure)) throw failure;
    throw new AppFailure('input-unreadable', { why: failure.message });
  }
}

const linkTo =
  (hub: Ordermesh): Link =>
  async (events) => {
    const { results } = await hub.facts.captureDocument(epcisDocument(events, Date.now()));
    return results.map((one) =>
      one.ok
        ? { ok: true, duplicate: one.duplicate ?? false }
        : {
            ok: false,
            faults: (one.errors ?? []).map(({ pointer, code, why }) => ({
              field: pointer,
              reason: code,
              remedy: why,
            })),
          },
    );
  };

/** Answers line by line, looks at silent loggers, and tells the hub whenever it can be reached. */
async function serve(agent: EdgeAgent, link: Link, io: CommandIo): Promise<number> {
  const say = (answer: object): void => io.out(`${JSON.stringify(answer)}\n`);
  const tell = async (): Promise<void> => {
    if (agent.waiting > 0) say({ said: 'told', ...(await agent.tell(link)) });
  };
  const look = (): void => {
    for (const said of agent.look()) if (said.answer) say(coldAnswer(said));
  };
  const notKept = (failure: unknown): void => say(notKeptAnswer(failure));
  const looking = setInterval(() => {
    try {
      look();
    } catch (failure) {
      notKept(failure);
    }
  }, lookEveryMs);
  const telling = setInterval(() => void tell().catch(notKept), tellEveryMs);
  try {
    look();
    for await (const line of io.lines()) {
      if (line.trim() === '') continue;
      const answer = answerOf(agent, line);
      if (answer) say(answer);
      // Not waited for: a slow link must not hold up a reading.
      else void tell().catch(notKept);
    }
    look();
    await tell();
  } finally {
    clearInterval(looking);
    clearInterval(telling);
  }
  return agent.waiting > 0 ? 75 : 0;
}

function answerOf(agent: EdgeAgent, line: string): object | undefined {
  try {
    return answerMessage(agent, parsed(line), Date.now());
  } catch (failure) {
    return notKeptAnswer(failure);
  }
}

/** The disk is full or gone: what was said was not done; the person at the device must know. */
function notKeptAnswer(failure: unknown): object {
  if (!(failure instanceof LogFailure)) throw failure;
  return { said: 'refused', reason: 'not-kept', why: failure.message };
}

/** A line that is no JSON is no message; it is refused like one. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
