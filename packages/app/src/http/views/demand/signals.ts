import type { Static } from 'typebox';
import type { Holiday, Promotion, WeatherDay } from '@ordermesh/core/learn';
import { instantText } from '@ordermesh/core/words';
import type {
  holidaySchema,
  promotionSchema,
  weatherDaySchema,
} from '../../schemas/demand/signals.ts';

/** A promotion as the API writes it, and an import reads it. */
export const promotionView = (one: Promotion): Static<typeof promotionSchema> => ({
  promotion_id: one.promotionId,
  ...(one.name !== undefined && { name: one.name }),
  ...(one.items && { items: [...one.items] }),
  ...(one.zones && { zones: [...one.zones] }),
  first_day: one.firstDay,
  last_day: one.lastDay,
  ...(one.discountPercent !== undefined && { discount_percent: one.discountPercent }),
  ...(one.kind !== undefined && { kind: one.kind }),
  ...(one.cancelled !== undefined && { cancelled: one.cancelled }),
});

/** A holiday as the API writes it, and an import reads it. */
export const holidayView = (one: Holiday): Static<typeof holidaySchema> => ({
  zone: one.zone,
  day: one.day,
  name: one.name,
  ...(one.kind !== undefined && { kind: one.kind }),
  ...(one.cancelled !== undefined && { cancelled: one.cancelled }),
});

/** A day of weather as the API writes it, and an import reads it. */
export const weatherView = (one: WeatherDay): Static<typeof weatherDaySchema> => ({
  zone: one.zone,
  day: one.day,
  ...(one.temperatureC !== undefined && { temperature_c: one.temperatureC }),
  ...(one.precipitationMm !== undefined && { precipitation_mm: one.precipitationMm }),
  ...(one.issuedAt !== undefined && { issued_at: instantText(one.issuedAt) }),
});
