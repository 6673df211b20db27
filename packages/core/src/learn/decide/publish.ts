import { digestOf } from '../../models/decide/index.ts';
import type { ModelCard, ModelDocument } from '../../models/decide/index.ts';
import type { TrainingTable } from './table.ts';
import { inputBuckets } from './watch/inputs.ts';

/** What is known of a model besides its numbers when it is made. */
export type ModelMaking = Omit<ModelDocument, 'format' | 'features' | 'card'> & {
  readonly card: Omit<ModelCard, 'rows' | 'inputs' | 'digest'>;
};

/** Puts a trained body together with its card; the card gets what the rows looked like and the digest. */
export function modelOf(table: TrainingTable, making: ModelMaking): ModelDocument {
  const model: ModelDocument = {
    format: 'ordermesh-model/1',
    ...making,
    features: table.features,
    card: {
      ...making.card,
      rows: table.target.length,
      inputs: inputBuckets(table.features, table.values),
      digest: '',
    },
  };
  return { ...model, card: { ...model.card, digest: digestOf(model) } };
}
